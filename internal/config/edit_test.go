package config

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"
)

func TestEditLeavesEveryOtherByte(t *testing.T) {
	for _, c := range []struct {
		name, text, want string
		values           map[string]string
	}{
		{"значение меняется, замечания остаются", "# касса у входа\n[shop] # наш\nname = \"А\"   # вывеска\ninn = '7700000009'\n",
			"# касса у входа\n[shop] # наш\nname = \"Б\"   # вывеска\ninn = '7700000009'\n", map[string]string{"shop.name": `"Б"`}},
		{"новый ключ встаёт в конец своего раздела", "[shop]\nname = \"А\"\n\n# сканер на прилавке\n[scanner]\nbaud = 9600\n",
			"[shop]\nname = \"А\"\nchain = true\n\n# сканер на прилавке\n[scanner]\nbaud = 9600\n", map[string]string{"shop.chain": "true"}},
		{"новый ключ встаёт на место своей подсказки", "[fiscal]\n#driver = \"\" # atol | shtrih; чья касса\n",
			"[fiscal]\ndriver = \"atol\" # atol | shtrih; чья касса\n", map[string]string{"fiscal.driver": `"atol"`}},
		{"нового раздела ещё нет", "# пусто", "# пусто\n\n[scanner]\nbaud = 115200\n", map[string]string{"scanner.baud": "115200"}},
		{"ключи через точку наверху", "shop.name = \"А\"\n", "shop.name = \"А\"\nshop.chain = true\n", map[string]string{"shop.chain": "true"}},
		{"ключ в фигурных скобках", "scanner = { baud = 9600, mode = \"both\" } # так\n", "scanner = { baud = 1200, mode = \"both\" } # так\n",
			map[string]string{"scanner.baud": "1200"}},
		{"ключ снимается и остаётся подсказкой", "[fiscal]\ndriver = \"atol\" # чья\n", "[fiscal]\n#driver = \"\" # чья\n", map[string]string{"fiscal.driver": ""}},
		{"концы строк Windows", "[shop]\r\nname = \"А\"\r\n", "[shop]\r\nname = \"А\"\r\nchain = true\r\n", map[string]string{"shop.chain": "true"}},
		{"решётка внутри текста не замечание", "[shop]\nname = \"А # Б\"\n", "[shop]\nname = \"В\"\n", map[string]string{"shop.name": `"В"`}},
		{"файл из Блокнота с меткой", "\uFEFF[shop]\nname = \"А\"", "\uFEFF[shop]\nname = \"А\"\nchain = true\n", map[string]string{"shop.chain": "true"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := Edit([]byte(c.text), c.values)
			if err != nil || string(got) != c.want {
				t.Errorf("got  %q\nwant %q\nerror %v", got, c.want, err)
			}
		})
	}
}

func TestUpdateKeepsTheRemarksOfTheOwner(t *testing.T) {
	path := filepath.Join(t.TempDir(), FileName)
	changes, c, err := Update(path, map[string]string{"shop.name": "Ромашка", "shop.inn": "7700000009", "fiscal.driver": "atol"}, policy, nil)
	if err != nil || len(changes) != 3 || c.Shop.INN != "7700000009" || !c.Present {
		t.Fatalf("first: %v, %+v, %v", changes, c.Shop, err)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	noted := strings.Replace(string(b), "[scanner]", "# не трогать: сканер Марины\n[scanner]", 1)
	if err := os.WriteFile(path, []byte(noted), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, _, err := Update(path, map[string]string{"scanner.baud": "115200", "shop.name": "Ромашка", "checks.policy.gray_zone_price": "true"}, nil, nil); err == nil {
		t.Fatal("a policy key without a policy was taken")
	}
	changes, c, err = Update(path, map[string]string{"scanner.baud": "115200", "shop.name": "Ромашка"}, policy, nil)
	if err != nil || !reflect.DeepEqual(changes, []Change{{"scanner.baud", "9600", "115200"}}) {
		t.Fatalf("second: %v, %v", changes, err)
	}
	b, _ = os.ReadFile(path)
	if want := strings.Replace(noted, "baud = 9600", "baud = 115200", 1); string(b) != want {
		t.Errorf("the file is\n%s\nwant\n%s", b, want)
	}
	if _, _, err = Update(path, map[string]string{"shop.inn": "7700000008"}, policy, nil); len(Refusals(err)) != 1 || Refusals(err)[0].Problem != BadINN {
		t.Errorf("a wrong INN: %v", err)
	}
	if after, _ := os.ReadFile(path); string(after) != string(b) {
		t.Error("a refused change touched the file")
	}
}

func TestEveryKeySetsAndReads(t *testing.T) {
	path := filepath.Join(t.TempDir(), FileName)
	for _, k := range Keys(policy) {
		values := k.Choices
		if k.Kind == Flag {
			values = []string{"true", "false"}
		}
		if k.Default != "" {
			values = append(values, k.Default)
		}
		for _, v := range values {
			_, c, err := Update(path, map[string]string{k.Name: v}, policy, nil)
			if err != nil || c.Value(k.Name) != v {
				t.Errorf("%s = %q: reads %q, %v", k.Name, v, c.Value(k.Name), err)
			}
		}
	}
}

// FuzzEdit: whatever TOML there is, an edit either is refused or changes one value and no remark.
func FuzzEdit(f *testing.F) {
	for _, s := range []string{"[shop]\nname = \"А\" # вывеска\n", "shop = {name=\"a\"} # x", "shop.name='''a\nb''' #z\n[shop.x]\n", "[[shop]]\nname=1\n", "# only",
		"[shop]\n#name = \"\" # r\n[x]\n", "\"shop\".\"name\" = 1 # q", "[a]\nb=[1, # c\n2]\n", "[shop]\nname = \"\"\"\n# not a remark\"\"\"\n"} {
		f.Add(s, "shop.name", "новое")
		f.Add(s, "a.b", "1")
	}
	f.Fuzz(func(t *testing.T, text, key, value string) {
		if key == "" || strings.ContainsAny(key, "\"'\x00") || strings.Contains("."+key+".", "..") || !isLine(key, 60) || !isLine(value, 60) {
			return
		}
		before := map[string]any{}
		if _, err := toml.Decode(strings.TrimPrefix(text, "\uFEFF"), &before); err != nil {
			return
		}
		got, err := Edit([]byte(text), map[string]string{key: quote(value)})
		if err != nil {
			return
		}
		after := map[string]any{}
		if _, err := toml.Decode(strings.TrimPrefix(string(got), "\uFEFF"), &after); err != nil {
			t.Fatalf("%q became %q: %v", text, got, err)
		}
		path := strings.Split(key, ".")
		if at(after, path) != value {
			t.Fatalf("%q became %q, which says %v", text, got, at(after, path))
		}
		forget(before, path)
		forget(after, path)
		if !reflect.DeepEqual(before, after) {
			t.Fatalf("%q became %q", text, got)
		}
		for _, line := range strings.Split(text, "\n") {
			line = strings.TrimRight(line, "\r")
			if strings.HasPrefix(line, "#") && !strings.Contains(line, "=") && !strings.Contains(text, `"""`) && !strings.Contains(text, "'''") && !strings.Contains(string(got), line) {
				t.Fatalf("the remark %q of %q is lost in %q", line, text, got)
			}
		}
	})
}
