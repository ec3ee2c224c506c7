package config

import (
	"net/url"
	"path/filepath"
	"strconv"
	"strings"
)

// Values of Keeping.ExportFormat.
const (
	ExportXLSX = "xlsx"
	ExportCSV  = "csv"
	ExportJSON = "json"
	ExportPDF  = "pdf"
)

// Keeping says where copies of the journal and the daily files go.
type Keeping struct {
	BackupFolder string // a second disk or folder; "" is copies inside the data folder
	BackupKeep   int    // how many copies stay
	ExportFolder string // the day's file goes here when the shift closes; "" is none
	ExportFormat string
}

// Owner says where the journals of several tills come together.
type Owner struct {
	Postgres string // postgres://user@host:port/database, without the password, which is a secret; "" is one till
	Till     string // the name of this till among them; "" is the number of its fiscal drive
}

// Bounds of Keeping.BackupKeep.
const (
	MinBackupKeep = 2
	MaxBackupKeep = 1000
)

func defaultKeeping() Keeping { return Keeping{BackupKeep: 14, ExportFormat: ExportXLSX} }

// keepingSettings are the keys of the tables [keeping] and [owner].
var keepingSettings = []setting{
	folderPath("keeping.backup_folder", func(c *Config) *string { return &c.Keeping.BackupFolder }),
	backupKeep(),
	folderPath("keeping.export_folder", func(c *Config) *string { return &c.Keeping.ExportFolder }),
	choice("keeping.export_format", func(c *Config) *string { return &c.Keeping.ExportFormat }, ExportXLSX, ExportCSV, ExportJSON, ExportPDF),
	checked("owner.postgres", "postgres://user@host:5432/database", func(c *Config) *string { return &c.Owner.Postgres }, leaveOut, func(s string) (string, Problem) {
		if s != "" && !postgresURL(s) {
			return "", BadURL
		}
		return s, ""
	}),
	text("owner.till", 64, func(c *Config) *string { return &c.Owner.Till }, leaveOut),
}

// folderPath is a folder by its whole path: a path that depends on where the program was started would scatter copies.
func folderPath(key string, field func(*Config) *string) setting {
	return checked(key, `D:\Dobro | /mnt/disk/dobro`, field, leaveOut, func(s string) (string, Problem) {
		s = strings.TrimSpace(s)
		if s != "" && (!isLine(s, 512) || !filepath.IsAbs(s)) {
			return "", BadValue
		}
		return s, ""
	})
}

func backupKeep() setting {
	return setting{key: "keeping.backup_keep", allowed: strconv.Itoa(MinBackupKeep) + " … " + strconv.Itoa(MaxBackupKeep),
		read: func(c *Config, v any) Problem {
			n, ok := v.(int64)
			if !ok || n < MinBackupKeep || n > MaxBackupKeep {
				return BadValue
			}
			c.Keeping.BackupKeep = int(n)
			return ""
		},
		write: func(c *Config) string { return strconv.Itoa(c.Keeping.BackupKeep) },
	}
}

// postgresURL takes the address of a database without a password: that would be a secret in the file.
func postgresURL(s string) bool {
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "postgres" && u.Scheme != "postgresql" || u.Hostname() == "" || u.User == nil || u.User.Username() == "" || len(u.Path) < 2 || !isLine(s, 512) {
		return false
	}
	if _, has := u.User.Password(); has || u.Query().Has("password") || u.Fragment != "" {
		return false
	}
	return u.Port() == "" || validPort(u.Port())
}
