package goods

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
)

// ours lists what xmlTokens finds: <name, text before an end, >.
func ours(b []byte) (list []string, err error) {
	x, err := newXMLTokens(bytes.NewReader(b))
	if err != nil {
		return nil, err
	}
	for {
		switch event, err := x.next(); {
		case errors.Is(err, io.EOF):
			return list, nil
		case err != nil:
			return nil, err
		case event == xmlEnd:
			list = append(list, string(x.text), ">")
			x.up()
		default:
			list = append(list, "<"+x.name)
		}
	}
}

// theirs is the same by the general decoder.
func theirs(b []byte) (list []string, err error) {
	d := xml.NewDecoder(bytes.NewReader(b))
	text := ""
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return list, nil
		}
		if err != nil {
			return nil, err
		}
		switch t := token.(type) {
		case xml.StartElement:
			list, text = append(list, "<"+t.Name.Local), ""
		case xml.EndElement:
			list, text = append(list, text, ">"), ""
		case xml.CharData:
			text += string(t)
		case xml.Directive:
			return nil, errDoctype
		}
	}
}

var xmlSamples = []string{importXML, offersXML, "<a/>", "<a b='>' c=\"'\"/>", "<a>x<b/>y</a>", "<a>&lt;&#65;&#x42;&amp;</a>", "<a><![CDATA[<b>]]]]></a>", "<a><!-- > - x --></a>",
	"<?xml version='1.0'?>\n<x:a xmlns:x='y'><x:b>1</x:b></x:a>\n", "<a\n b\n=\n'c'\n>\r\n</a\n>"}

func TestTheWalkThroughXMLFindsWhatTheGeneralDecoderFinds(t *testing.T) {
	for _, s := range xmlSamples {
		got, err := ours([]byte(s))
		want, judge := theirs([]byte(s))
		if err != nil || judge != nil || strings.ReplaceAll(strings.Join(got, "|"), "\r\n", "\n") != strings.Join(want, "|") {
			t.Errorf("%.200s\ngot  %q, %v\nwant %q, %v", s, got, err, want, judge)
		}
	}
	for _, s := range []string{"", "<", "<a", "<a>", "</a>", "<a></b>", "<a/><b/>", "x<a/>", "<a>&nbsp;</a>", "<a>&#xD800;</a>", "<a>&", "<!DOCTYPE a><a/>", "<a b='>", "<a><b></a></b>", "<a>\xff</a>", "< a/>", "<a><!--"} {
		if got, err := ours([]byte(s)); err == nil {
			t.Errorf("%q passed as %q", s, got)
		}
	}
}

func TestAttributesAreFoundWhateverTheirNameSpace(t *testing.T) {
	x, err := newXMLTokens(strings.NewReader(`<s name = 'a &amp; "b"' r:id="rId1" e=""/>`))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := x.next(); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"name": `a & "b"`, "id": "rId1", "e": "", "none": ""} {
		if got := x.attr(name); got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
}

// What the general decoder takes ours takes as well, and finds the same; what is refused is never half taken.
func FuzzXMLTokens(f *testing.F) {
	for _, s := range xmlSamples {
		f.Add([]byte(s))
	}
	f.Add([]byte("<a>]]></a>"))
	f.Fuzz(func(t *testing.T, b []byte) {
		got, err := ours(b)
		want, judge := theirs(b)
		if err != nil || judge != nil {
			return
		}
		if a, b := strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(strings.Join(got, "|")), strings.Join(want, "|"); a != b {
			t.Fatalf("got  %q\nwant %q", a, b)
		}
	})
}
