package main

import (
	"path/filepath"
	"strings"

	"golang.org/x/sys/windows"
)

// sameDisk tells whether two folders lie on one volume.
func sameDisk(a, b string) (bool, error) {
	one, err := volumeOf(a)
	if err != nil {
		return false, err
	}
	other, err := volumeOf(b)
	return strings.EqualFold(one, other), err
}

// volumeOf is the root of the volume of a folder: a letter, or a folder in which a volume is mounted.
func volumeOf(dir string) (string, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	path, err := windows.UTF16PtrFromString(abs)
	if err != nil {
		return "", err
	}
	root := make([]uint16, windows.MAX_PATH+1)
	if err := windows.GetVolumePathName(path, &root[0], uint32(len(root))); err != nil {
		return "", err
	}
	return windows.UTF16ToString(root), nil
}

// otherDisks are the fixed and removable disks with a letter, without that of dir.
func otherDisks(dir string) (found []string) {
	letters, err := windows.GetLogicalDrives()
	if err != nil {
		return nil
	}
	for i := range 26 {
		if letters&(1<<i) == 0 {
			continue
		}
		root := string(rune('A'+i)) + `:\`
		path, err := windows.UTF16PtrFromString(root)
		if err != nil {
			continue
		}
		kind := windows.GetDriveType(path)
		if same, err := sameDisk(root, dir); (kind == windows.DRIVE_FIXED || kind == windows.DRIVE_REMOVABLE) && err == nil && !same {
			found = append(found, root)
		}
	}
	return found
}
