package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"dobro/internal/goods"
	"dobro/ui/quickkeys"
)

// maxPictures of the folder are offered for the tiles of the sale screen.
const maxPictures = 200

// pictures is the folder DIR/pictures, into which the owner puts photographs of goods: PNG or JPEG.
type pictures string

// Folder implements ui.Pictures.
func (p pictures) Folder() string { return string(p) }

// All makes the files small. A file that is no picture is passed over: it would be no tile anyway.
func (p pictures) All(ctx context.Context) ([]quickkeys.Picture, error) {
	list, err := os.ReadDir(string(p))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read pictures: %w", err)
	}
	var out []quickkeys.Picture
	for _, e := range list {
		ext := strings.ToLower(filepath.Ext(e.Name()))
		info, err := e.Info()
		if err != nil || !info.Mode().IsRegular() || info.Size() > goods.MaxPictureFile || ext != ".png" && ext != ".jpg" && ext != ".jpeg" {
			continue
		}
		if ctx.Err() != nil || len(out) == maxPictures {
			break
		}
		file, err := os.ReadFile(filepath.Join(string(p), e.Name()))
		if err != nil {
			return nil, fmt.Errorf("read picture: %w", err)
		}
		png, err := goods.QuickPicture(file)
		if err != nil {
			continue
		}
		out = append(out, quickkeys.Picture{Name: strings.TrimSuffix(e.Name(), filepath.Ext(e.Name())), PNG: png})
	}
	return out, ctx.Err()
}
