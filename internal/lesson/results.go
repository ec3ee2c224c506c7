package lesson

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// Append adds a result to the file, one JSON object a line, and returns when the disk has it.
func Append(file string, r Result) error {
	b, err := json.Marshal(r)
	if err != nil {
		return fmt.Errorf("keep the result of a lesson: %w", err)
	}
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o644)
	if err != nil {
		return fmt.Errorf("keep the result of a lesson: %w", err)
	}
	if _, err = f.Write(append(b, '\n')); err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}

// Read gives the results of a file, the newest first; none when there is no file. A line that is no result, a torn one for instance,
// is passed over.
func Read(file string) ([]Result, error) {
	b, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read results of lessons: %w", err)
	}
	return parse(b), nil
}

func parse(b []byte) []Result {
	var all []Result
	lines := bufio.NewScanner(bytes.NewReader(b))
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var r Result
		if json.Unmarshal(lines.Bytes(), &r) == nil && r.Who != "" && len(r.Marks) <= Count {
			all = append([]Result{r}, all...)
		}
	}
	return all
}
