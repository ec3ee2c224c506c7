package keeping

import "errors"

// ErrNoRoom says that the disk of the copies has too little room left.
var ErrNoRoom = errors.New("there is no room for a copy")
