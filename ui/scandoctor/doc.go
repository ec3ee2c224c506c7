// Package scandoctor is the screen that explains a scanner to the one who sets it up: what came, byte for byte, what the
// parser made of it, what is wrong with the scanner's settings and what to switch on. Two codes drawn on the screen teach it
// what the scanner puts around every code. It decides nothing about goods, keeps reads only while it is open and logs none:
// full codes are shown here, for the installer has to see them.
package scandoctor
