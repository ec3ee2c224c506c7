// Package marking reads what a scanner sends: marking codes of goods (GS1 DataMatrix with a check part, the tobacco
// pack without identifiers, furs, EGAIS), barcodes and transport codes. It repairs what can be repaired in only one
// way and refuses the rest with a reason. It imports nothing of ours and allocates nothing for a good code.
//
// Source of the rules: the operator's description of codes per group, GS1 General Specifications, decree 841 and its
// kin; the table Groups names the product groups.
//
// # How a scan is read
//
// [Parse] takes off what stands around the code (symbology prefix, FNC1, suffix) and reads the rest once, from left to
// right, by the dictionary of identifiers. A code that is whole and has a shape of the table is a piece of the input and
// done. Everything else goes the slow way, where each step must be proved:
//
//   - a Russian letter anywhere: the whole scan goes back through the keyboard layout, or nothing does;
//   - inverted letter case: only where a symbology prefix (]D2), a form of capitals only, the price of a pack or both marks
//     of the test contour show it;
//   - separators spelled out ([GS], <FNC1>, \u001d, ~1, | and so on): only between a field and an identifier;
//   - separators lost: every way to split the code by the shapes of the table is tried, from both ends, with the
//     separators that are there as fixed points. One way: believed and marked as restored. Several: refused. The
//     serial number is never searched for 91 or 93.
//
// Full is what came, with its separators back; a code is never shortened to fit. A doubled separator is refused unless the
// options say otherwise, an AI 93 of five signs too: taking the first four would turn a doubled keystroke inside into
// another check part, while a second scan costs nothing.
//
// # What cannot be told
//
//   - A unit with a short check part (93) that was read with Caps Lock on, without a symbology prefix, is as good a code as
//     the right one, and so is one with real keys and a long check part. The keyboard reader works with hardware scan codes
//     and the serial mode knows no Caps Lock; that is where this is solved.
//   - A code cut off exactly where a piece of its serial number reads as a check part, its separators lost: about one cut
//     in a million. The online check does not know such a code.
//   - One cut in ten of a unit inside its GTIN leaves a good barcode. It has no identification and is sold as nothing.
//   - Signs changed inside a serial number, a fur's or an EGAIS code: nothing in them is redundant.
//
// # Measured
//
// go test -run xx -bench . ./internal/marking, one core of a busy two-core server, best of forty rounds:
//
//	what                                           ns    million/s  allocations
//	mixed, no repair needed                        205   4.9        0
//	short check part (93)                          163   6.1        0
//	long check part, 44 signs                      243   4.1        0
//	long check part, 88 signs                      293   3.4        0
//	tobacco pack                                    98  10.2        0
//	tobacco block                                  150   6.7        0
//	barcode                                        126   7.9        0 or 1
//	separators lost, restored                     1413   0.7        1
//	typed under the Russian layout                1488   0.7        2
//
// Mixed are the 59 samples that need no repair. A barcode of less than 14 digits costs one allocation, the padded GTIN.
package marking
