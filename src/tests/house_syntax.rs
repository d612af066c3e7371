//! Reading a file of `src/` as syntax, for the rules that text alone cannot hold.
use super::{
    house_patterns::{Zips, holds_tuple, is_bool, widest},
    house_text::Source,
};
use proc_macro2::{TokenStream, TokenTree};
use std::collections::BTreeMap;
use syn::{
    Attribute, Expr, ExprAssign, ExprLet, ExprMatch, ExprMethodCall, FnArg, ImplItemFn, ItemFn, Local, Macro,
    Signature, TraitItemFn, Type, UseTree, Visibility,
    visit::{self, Visit},
};

/// What the rules ask about one file.
#[derive(Default)]
pub struct Syntax {
    /// Every path that is named, from `crate` on: those of `use` trees, each leaf whole, and those in code,
    /// by what was imported.
    pub paths: Vec<Vec<String>>,
    /// The texts in the code; documentation and attributes are none.
    pub texts: Vec<String>,
    /// The words that `events!` declares.
    pub kinds: Vec<String>,
    /// Functions for others with a `Ctx` among their parameters, in which nobody need be signed in.
    pub open_to_all: Vec<String>,
    /// Functions with a parameter that is a tuple.
    pub tuple_parameters: Vec<String>,
    /// Functions with a `let` of three or more at once.
    pub wide_lets: Vec<String>,
    /// Functions with a `match` on a bool, or on nothing.
    pub bool_matches: Vec<String>,
    /// Functions that zip what a parser puts together, or one zip with another.
    pub zips: Vec<String>,
    /// What is handed on by `pub use`, whole.
    pub handed_on: Vec<Vec<String>>,
    /// What is documented: its name and the sentence.
    pub sentences: Vec<(String, String)>,
    /// The modules this file stands in.
    place: Vec<String>,
    /// What was imported under which name.
    names: BTreeMap<String, Vec<String>>,
    function: String,
    /// The type whose parts are read.
    owner: String,
}

impl Syntax {
    /// The file with its tests.
    pub fn whole(source: &Source) -> Syntax {
        Syntax::read(source, &source.text)
    }
    /// The file without modules of tests.
    pub fn code(source: &Source) -> Syntax {
        Syntax::read(source, &source.code)
    }

    fn read(source: &Source, text: &str) -> Syntax {
        let file = syn::parse_file(text).unwrap_or_else(|e| panic!("{}: {e}", source.path));
        let place = source.path.trim_end_matches(".rs").trim_end_matches("/mod").split('/');
        let mut syntax = Syntax { place: place.map(str::to_owned).collect(), ..Default::default() };
        for item in &file.items {
            if let syn::Item::Mod(inner) = item {
                let name = inner.ident.to_string();
                let path = syntax.place.iter().chain([&name]).cloned().collect();
                syntax.names.insert(name, path);
            }
        }
        // What is imported is known before the code is read.
        let mut imports = Imports::default();
        imports.visit_file(&file);
        syntax.handed_on = imports.handed_on.into_iter().map(|path| syntax.rooted(path)).collect();
        for (name, path) in imports.all {
            let path = syntax.rooted(path);
            syntax.names.insert(name, path.clone());
            syntax.paths.push(path);
        }
        syntax.visit_file(&file);
        syntax
    }

    fn is_room(&self) -> bool {
        self.place.first().is_some_and(|member| member == "features")
    }

    /// The path from `crate` on, whose name is left out.
    fn rooted(&self, path: Vec<String>) -> Vec<String> {
        let ups = path.iter().take_while(|word| *word == "super").count();
        let here = || self.place.iter().take(self.place.len().saturating_sub(ups)).cloned();
        match path.first().map(String::as_str) {
            // The rooms are one member: its root is theirs.
            Some("crate") if self.is_room() && !path.get(1).is_some_and(|word| is_member(word)) => {
                ["features".to_owned()].into_iter().chain(path[1..].iter().cloned()).collect()
            }
            Some("crate") => path[1..].to_vec(),
            Some("super") => here().chain(path[ups..].iter().cloned()).collect(),
            Some("self") => here().chain(path[1..].iter().cloned()).collect(),
            Some(first) => match self.names.get(first) {
                Some(whole) => whole.iter().chain(&path[1..]).cloned().collect(),
                None => path,
            },
            None => path,
        }
    }

    fn note_path(&mut self, path: Vec<String>) {
        let path = self.rooted(path);
        if path.len() > 1 {
            self.paths.push(path);
        }
    }

    /// What stands in a macro: the paths and texts of its tokens.
    fn note_tokens(&mut self, tokens: TokenStream) {
        let mut path: Vec<String> = Vec::new();
        let (mut colons, mut after_hash) = (0, false);
        for token in tokens {
            // An attribute, documentation too.
            if std::mem::replace(
                &mut after_hash,
                matches!(&token, TokenTree::Punct(mark) if mark.as_char() == '#'),
            ) && matches!(token, TokenTree::Group(_))
            {
                continue;
            }
            match &token {
                TokenTree::Ident(word) if colons == 2 => path.push(word.to_string()),
                TokenTree::Ident(word) => {
                    self.note_path(std::mem::replace(&mut path, vec![word.to_string()]))
                }
                TokenTree::Punct(mark) if mark.as_char() == ':' && !path.is_empty() => {
                    colons += 1;
                    continue;
                }
                _ => self.note_path(std::mem::take(&mut path)),
            }
            colons = 0;
            match token {
                TokenTree::Group(group) => self.note_tokens(group.stream()),
                TokenTree::Literal(text) => {
                    let text = syn::parse_str::<syn::LitStr>(&text.to_string());
                    self.texts.extend(text.map(|text| text.value()));
                }
                _ => {}
            }
        }
        self.note_path(path);
    }

    fn note_signature(&mut self, signature: &Signature, visibility: &Visibility) {
        self.function = signature.ident.to_string();
        let takes_ctx = |arg: &FnArg| match arg {
            FnArg::Typed(arg) => self.type_name(&arg.ty).as_deref() == Some("Ctx"),
            FnArg::Receiver(_) => false,
        };
        if !matches!(visibility, Visibility::Inherited) && signature.inputs.iter().any(takes_ctx) {
            self.open_to_all.push(self.function.clone());
        }
        let is_tuple = |arg: &FnArg| match arg {
            FnArg::Typed(arg) => widest(&arg.pat) > 1 || holds_tuple(&arg.ty),
            FnArg::Receiver(_) => false,
        };
        if signature.inputs.iter().any(is_tuple) {
            self.tuple_parameters.push(self.function.clone());
        }
    }

    /// The name of a part with that of its type.
    fn of_owner(&self, part: &syn::Ident) -> String {
        [&self.owner, "_", &part.to_string()].concat()
    }

    /// What the type is called where it is declared, behind however many references.
    fn type_name(&self, of: &Type) -> Option<String> {
        match of {
            Type::Reference(inner) => self.type_name(&inner.elem),
            Type::Path(path) => {
                self.rooted(path.path.segments.iter().map(|part| part.ident.to_string()).collect()).pop()
            }
            _ => None,
        }
    }

    /// What the description of the HTTP API shows is for its readers.
    fn note_sentence(&mut self, name: String, attributes: &[Attribute]) {
        let is_shown = |a: &Attribute| {
            let words = a.meta.require_list().map(|list| list.tokens.to_string()).unwrap_or_default();
            a.path().segments.first().is_some_and(|name| name.ident == "utoipa") || words.contains("ToSchema")
        };
        if attributes.iter().any(is_shown) {
            return;
        }
        let lines = attributes.iter().filter(|a| a.path().is_ident("doc")).filter_map(|a| {
            let Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) =
                &a.meta.require_name_value().ok()?.value
            else {
                return None;
            };
            Some(text.value())
        });
        let sentence: Vec<String> = lines.collect();
        if !sentence.is_empty() {
            self.sentences.push((name, sentence.join(" ")));
        }
    }
}

/// The words of a path.
pub fn parts(path: &[String]) -> Vec<&str> {
    path.iter().map(String::as_str).collect()
}

/// Is it named from anybody's root alike?
fn is_member(word: &str) -> bool {
    ["base", "ui", "server", "features", "words", "tests"].contains(&word)
}

/// Collects what is imported: the name here, and the whole path.
#[derive(Default)]
struct Imports {
    all: Vec<(String, Vec<String>)>,
    /// Those that are `pub`.
    handed_on: Vec<Vec<String>>,
}

impl Imports {
    fn leaves(&mut self, tree: &UseTree, above: &[String]) {
        let with = |word: &syn::Ident| [above, &[word.to_string()]].concat();
        match tree {
            UseTree::Path(path) => self.leaves(&path.tree, &with(&path.ident)),
            UseTree::Name(name) if name.ident == "self" => {
                self.all.push((above.last().cloned().unwrap_or_default(), above.to_vec()));
            }
            UseTree::Name(name) => self.all.push((name.ident.to_string(), with(&name.ident))),
            UseTree::Rename(name) if name.ident == "self" => {
                self.all.push((name.rename.to_string(), above.to_vec()));
            }
            UseTree::Rename(name) => self.all.push((name.rename.to_string(), with(&name.ident))),
            UseTree::Glob(_) => self.all.push(("*".to_owned(), [above, &["*".to_owned()]].concat())),
            UseTree::Group(group) => group.items.iter().for_each(|tree| self.leaves(tree, above)),
        }
    }
}

impl<'a> Visit<'a> for Imports {
    fn visit_item_use(&mut self, item: &'a syn::ItemUse) {
        let before = self.all.len();
        self.leaves(&item.tree, &[]);
        if !matches!(item.vis, Visibility::Inherited) {
            self.handed_on.extend(self.all[before..].iter().map(|(_, path)| path.clone()));
        }
    }
}

impl<'a> Visit<'a> for Syntax {
    fn visit_path(&mut self, path: &'a syn::Path) {
        self.note_path(path.segments.iter().map(|part| part.ident.to_string()).collect());
        visit::visit_path(self, path);
    }
    fn visit_lit_str(&mut self, text: &'a syn::LitStr) {
        self.texts.push(text.value());
    }
    fn visit_macro(&mut self, call: &'a Macro) {
        let is_events = call.path.segments.last().is_some_and(|name| name.ident == "events");
        let before = self.texts.len();
        self.note_tokens(call.tokens.clone());
        if is_events {
            let words = self.texts.drain(before..).collect::<Vec<_>>();
            self.kinds.extend(words);
        }
    }
    fn visit_item_fn(&mut self, item: &'a ItemFn) {
        self.note_sentence(item.sig.ident.to_string(), &item.attrs);
        self.note_signature(&item.sig, &item.vis);
        visit::visit_item_fn(self, item);
    }
    fn visit_item_impl(&mut self, item: &'a syn::ItemImpl) {
        self.owner = self.type_name(&item.self_ty).unwrap_or_default();
        visit::visit_item_impl(self, item);
    }
    fn visit_impl_item_fn(&mut self, item: &'a ImplItemFn) {
        self.note_sentence(self.of_owner(&item.sig.ident), &item.attrs);
        self.note_signature(&item.sig, &item.vis);
        visit::visit_impl_item_fn(self, item);
    }
    fn visit_item_struct(&mut self, item: &'a syn::ItemStruct) {
        self.note_sentence(item.ident.to_string(), &item.attrs);
        self.owner = item.ident.to_string();
        visit::visit_item_struct(self, item);
    }
    fn visit_item_enum(&mut self, item: &'a syn::ItemEnum) {
        self.note_sentence(item.ident.to_string(), &item.attrs);
        self.owner = item.ident.to_string();
        visit::visit_item_enum(self, item);
    }
    fn visit_item_const(&mut self, item: &'a syn::ItemConst) {
        self.note_sentence(item.ident.to_string(), &item.attrs);
        visit::visit_item_const(self, item);
    }
    fn visit_variant(&mut self, item: &'a syn::Variant) {
        self.note_sentence(self.of_owner(&item.ident), &item.attrs);
        visit::visit_variant(self, item);
    }
    fn visit_field(&mut self, item: &'a syn::Field) {
        let name = item.ident.as_ref().map(|name| self.of_owner(name)).unwrap_or_default();
        self.note_sentence(name, &item.attrs);
        visit::visit_field(self, item);
    }
    fn visit_trait_item_fn(&mut self, item: &'a TraitItemFn) {
        self.note_sentence(item.sig.ident.to_string(), &item.attrs);
        self.note_signature(&item.sig, &Visibility::Inherited);
        visit::visit_trait_item_fn(self, item);
    }
    fn visit_expr_assign(&mut self, item: &'a ExprAssign) {
        if matches!(&*item.left, Expr::Tuple(tuple) if tuple.elems.len() > 2) {
            self.wide_lets.push(self.function.clone());
        }
        visit::visit_expr_assign(self, item);
    }
    fn visit_expr_let(&mut self, item: &'a ExprLet) {
        if widest(&item.pat) > 2 {
            self.wide_lets.push(self.function.clone());
        }
        visit::visit_expr_let(self, item);
    }
    fn visit_expr_method_call(&mut self, call: &'a ExprMethodCall) {
        let within: usize = call.args.iter().map(Zips::of).sum();
        let is_chain = call.method == "zip" && within + Zips::of(&call.receiver) > 0;
        if is_chain || (call.method == "finish" && within > 0) {
            self.zips.push(self.function.clone());
        }
        visit::visit_expr_method_call(self, call);
    }
    fn visit_local(&mut self, item: &'a Local) {
        // What a macro hands out (`join!`, `routes!`) comes as it is.
        let from_macro = item.init.as_ref().is_some_and(|init| matches!(*init.expr, Expr::Macro(_)));
        if widest(&item.pat) > 2 && !from_macro {
            self.wide_lets.push(self.function.clone());
        }
        visit::visit_local(self, item);
    }
    fn visit_expr_match(&mut self, item: &'a ExprMatch) {
        let of_nothing = matches!(&*item.expr, Expr::Tuple(tuple) if tuple.elems.is_empty());
        if of_nothing || item.arms.iter().any(|arm| is_bool(&arm.pat)) {
            self.bool_matches.push(self.function.clone());
        }
        visit::visit_expr_match(self, item);
    }
    fn visit_attribute(&mut self, _: &'a Attribute) {}
}
