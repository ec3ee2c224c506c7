package sheets

import (
	"archive/zip"
	"bufio"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"sync"

	"github.com/klauspost/compress/flate"
)

// packed is a file of an archive that is packed while it is written, in a goroutine of its own: the archive has one file after the other, the sheets
// of a workbook grow at the same time.
type packed struct {
	file  *os.File
	work  chan []byte
	free  chan []byte
	ended sync.WaitGroup
	once  sync.Once

	mu  sync.Mutex
	err error // the first one of the goroutine

	crc        uint32
	size, thin uint64
}

func newPacked() (*packed, error) {
	f, err := os.CreateTemp("", ".dobro-*")
	if err != nil {
		return nil, err
	}
	p := &packed{file: f, work: make(chan []byte, 2), free: make(chan []byte, 4)}
	p.ended.Go(p.pack)
	return p, nil
}

func (p *packed) pack() {
	out := &counted{w: bufio.NewWriterSize(p.file, 1<<16)}
	z, err := flate.NewWriter(out, flate.BestSpeed)
	p.failed(err)
	for b := range p.work {
		if p.trouble() == nil {
			p.crc = crc32.Update(p.crc, crc32.IEEETable, b)
			p.size += uint64(len(b))
			_, err := z.Write(b)
			p.failed(err)
		}
		select {
		case p.free <- b[:0]:
		default:
		}
	}
	if p.trouble() == nil {
		p.failed(errors.Join(z.Close(), out.w.Flush()))
		p.thin = out.n
	}
}

// put takes bytes to be packed and gives back room for the next; what was given belongs to the packer.
func (p *packed) put(b []byte) ([]byte, error) {
	p.work <- b
	select {
	case b = <-p.free:
	default:
		b = make([]byte, 0, fill+fill/4)
	}
	return b, p.trouble()
}

// close waits until all is packed. It may be called again.
func (p *packed) close() error {
	p.once.Do(func() { close(p.work) })
	p.ended.Wait()
	return p.trouble()
}

// into copies the packed bytes into an archive.
func (p *packed) into(z *zip.Writer, name string) error {
	if err := p.close(); err != nil {
		return err
	}
	if _, err := p.file.Seek(0, io.SeekStart); err != nil {
		return err
	}
	w, err := z.CreateRaw(&zip.FileHeader{Name: name, Method: zip.Deflate, CRC32: p.crc, CompressedSize64: p.thin, UncompressedSize64: p.size})
	if err != nil {
		return err
	}
	_, err = io.Copy(w, p.file)
	return err
}

// drop ends the goroutine and removes the file.
func (p *packed) drop() {
	_ = p.close()
	p.file.Close()
	os.Remove(p.file.Name())
}

func (p *packed) failed(err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if err != nil && p.err == nil {
		p.err = fmt.Errorf("pack sheet: %w", err)
	}
}

func (p *packed) trouble() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.err
}

// counted counts what goes through.
type counted struct {
	w *bufio.Writer
	n uint64
}

func (c *counted) Write(b []byte) (int, error) {
	n, err := c.w.Write(b)
	c.n += uint64(n)
	return n, err
}
