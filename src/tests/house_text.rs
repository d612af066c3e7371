//! Reading `src/` as text, for the rules of the house. It counts on rustfmt: a block ends on a line of its
//! own, indented like its beginning.
use std::{
    fs,
    path::{Path, PathBuf},
};

/// Everything under `src/`, and the rooms in their order, lowest first.
pub struct House {
    pub sources: Vec<Source>,
    pub rooms: Vec<String>,
}

/// One file.
pub struct Source {
    /// From `src/` on, such as `features/tickets/rules.rs`.
    pub path: String,
    pub text: String,
    /// The text without comments on lines of their own (but those of documentation) and without modules of
    /// tests.
    pub code: String,
}

impl House {
    /// As it stands on disk now.
    pub fn read() -> House {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let mut files = Vec::new();
        walk(&root, &mut files);
        files.sort();
        let sources = files.iter().map(|file| Source::read(&root, file)).collect();
        let doors = Self::file("src/features/mod.rs");
        let rooms = doors
            .lines()
            .filter_map(|line| Some(line.strip_prefix("pub mod ")?.strip_suffix(';')?.to_owned()));
        House { sources, rooms: rooms.filter(|room| root.join("features").join(room).is_dir()).collect() }
    }
    /// A file of the repository.
    pub fn file(path: &str) -> String {
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
    }
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            walk(&path, files);
        } else if path.extension().is_some_and(|e| e == "rs") {
            files.push(path);
        }
    }
}

impl Source {
    fn read(root: &Path, file: &Path) -> Source {
        let path = file.strip_prefix(root).unwrap().display().to_string();
        let text = fs::read_to_string(file).unwrap();
        let code = without_tests(&text);
        Source { path, text, code }
    }
    /// The file's name without `.rs`.
    pub fn stem(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or_default().trim_end_matches(".rs")
    }
    /// Tests may be long and may give up.
    pub fn is_test(&self) -> bool {
        self.path.starts_with("tests/") || self.path.contains("/tests/")
    }
    /// Does it draw?
    pub fn is_drawn(&self) -> bool {
        self.path.starts_with("app") || self.path.starts_with("ui/") || self.path.contains("/ui/")
    }
    /// The room it belongs to.
    pub fn room(&self) -> Option<&str> {
        let (room, _) = self.path.strip_prefix("features/")?.split_once('/')?;
        Some(room)
    }
}

fn without_tests(text: &str) -> String {
    let mut code = String::new();
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        let is_test = line == "#[cfg(test)]"
            && lines.peek().is_some_and(|next| next.starts_with("mod ") && next.ends_with('{'));
        if is_test {
            lines.by_ref().find(|line| *line == "}");
            continue;
        }
        let is_comment = line.trim_start().starts_with("//") && !line.trim_start().starts_with("///");
        code.push_str(if is_comment { "" } else { line });
        code.push('\n');
    }
    code
}

/// A function found in a text.
pub struct Function {
    pub name: String,
    /// From its first word to its closing brace.
    pub lines: usize,
    /// Between the braces.
    pub body: usize,
    pub is_component: bool,
    /// A server function.
    pub is_door: bool,
    /// Of an endpoint.
    pub is_handler: bool,
    pub text: String,
}

/// The functions of a text, those within others too.
pub fn functions(code: &str) -> Vec<Function> {
    let lines: Vec<&str> = code.lines().collect();
    (0..lines.len()).filter_map(|place| function_at(&lines, place)).collect()
}

fn function_at(lines: &[&str], place: usize) -> Option<Function> {
    let line = lines[place];
    let indent = &line[..line.len() - line.trim_start().len()];
    let mut words = line
        .split_whitespace()
        .skip_while(|w| w.starts_with("pub") || ["async", "const", "unsafe"].contains(w));
    if words.next() != Some("fn") {
        return None;
    }
    let name = words.next()?.split(['(', '<']).next()?.to_owned();
    let closing = [indent, "}"].concat();
    let opening = (place..lines.len()).find(|at| lines[*at].ends_with(['{', '}', ';']))?;
    let end = if lines[opening].ends_with('{') {
        (opening..lines.len()).find(|at| lines[*at] == closing)?
    } else {
        opening
    };
    let above: Vec<&str> = lines[..place]
        .iter()
        .rev()
        .map(|l| l.trim())
        .take_while(|l| !l.is_empty() && !l.ends_with(['{', '}', ';']))
        .collect();
    let has = |attribute: &str| above.iter().any(|l| l.starts_with(attribute));
    let (is_component, is_door) = (has("#[component"), has("#[server"));
    let is_handler = has("#[utoipa::path(");
    Some(Function {
        name,
        lines: end - place + 1,
        body: (end - opening).saturating_sub(1),
        is_component,
        is_door,
        is_handler,
        text: lines[place..=end].join("\n"),
    })
}

impl Function {
    /// A table written as one `match`, an arm a line: long, and read at a glance.
    pub fn is_table(&self) -> bool {
        let mut lines = self.text.lines().map(str::trim).skip(1);
        lines.next().is_some_and(|first| first.starts_with("match "))
            && lines.all(|line| line.contains("=>") || line == "}")
    }
}

/// How deep branches and loops are nested in a function.
pub fn control_depth(function: &str) -> usize {
    let mut open: Vec<usize> = Vec::new();
    let mut deepest = 0;
    for line in function.lines().filter(|l| !l.trim().is_empty()) {
        let indent = line.len() - line.trim_start().len();
        open.retain(|outer| *outer < indent);
        if is_control(line.trim()) {
            open.push(indent);
            deepest = deepest.max(open.len());
        }
    }
    deepest
}

fn is_control(line: &str) -> bool {
    let words = ["if ", "for ", "while ", "match ", "loop "];
    let named = words.iter().any(|word| line.starts_with(word) || line.contains(&[" ", word].concat()));
    line.ends_with('{') && !line.ends_with("=> {") && (named || line.starts_with("} else"))
}

/// The string literals of a text: good enough for words at their beginning.
pub fn literals(code: &str) -> Vec<&str> {
    code.split('"').skip(1).step_by(2).map(str::trim_start).collect()
}

#[test]
fn the_counter_counts() {
    let code = "#[server]\npub async fn a(\n    x: i64,\n) -> X {\n    if x {\n\
        \x20       match y {\n        }\n    }\n}\n\n\
        #[component]\nfn B() {}\n\n\
        #[utoipa::path(get,\n    responses((status = 200)))]\nasync fn c() {\n    d()\n}\nfn d() {}\n";
    let found = functions(code);
    let handlers = found.iter().map(|f| f.is_handler).collect::<Vec<_>>();
    assert_eq!(handlers, [false, false, true, false]);
    assert_eq!((found[0].name.as_str(), found[0].lines, found[0].body, found[0].is_door), ("a", 8, 4, true));
    assert_eq!((found[1].name.as_str(), found[1].lines, found[1].is_component), ("B", 1, true));
    assert_eq!(control_depth(&found[0].text), 2);
}
