//! What patterns, types and expressions hold, for the rules on how code reads.
use syn::{
    Expr, ExprMethodCall, GenericArgument, Pat, PathArguments, Type,
    visit::{self, Visit},
};

/// How many things the widest tuple in a pattern takes at once; those in it count each.
pub fn widest(pattern: &Pat) -> usize {
    match pattern {
        Pat::Tuple(tuple) => tuple.elems.iter().map(|inner| widest(inner).max(1)).sum(),
        Pat::TupleStruct(of) => of.elems.iter().map(widest).max().unwrap_or_default(),
        Pat::Struct(of) => of.fields.iter().map(|field| widest(&field.pat)).max().unwrap_or_default(),
        Pat::Reference(of) => widest(&of.pat),
        Pat::Paren(of) => widest(&of.pat),
        Pat::Type(of) => widest(&of.pat),
        _ => 0,
    }
}

/// Is it a tuple, or one thing that is? A list of pairs is a list.
pub fn holds_tuple(of: &Type) -> bool {
    match of {
        Type::Tuple(tuple) => !tuple.elems.is_empty(),
        Type::Reference(inner) => holds_tuple(&inner.elem),
        Type::Paren(inner) => holds_tuple(&inner.elem),
        Type::Path(path) => path.path.segments.last().is_some_and(|last| {
            let is_list = ["Vec", "HashMap", "BTreeMap"].iter().any(|list| last.ident == list);
            let PathArguments::AngleBracketed(inner) = &last.arguments else { return false };
            let of_one = |arg: &GenericArgument| matches!(arg, GenericArgument::Type(t) if holds_tuple(t));
            !is_list && inner.args.iter().any(of_one)
        }),
        _ => false,
    }
}

/// `true`, `false`, or one of them.
pub fn is_bool(pattern: &Pat) -> bool {
    match pattern {
        Pat::Lit(lit) => matches!(lit.lit, syn::Lit::Bool(_)),
        Pat::Or(of) => of.cases.iter().any(is_bool),
        Pat::Paren(of) => is_bool(&of.pat),
        _ => false,
    }
}

/// How many `zip` are in it.
pub struct Zips(usize);

impl Zips {
    pub fn of(expression: &Expr) -> usize {
        let mut zips = Zips(0);
        zips.visit_expr(expression);
        zips.0
    }
}

impl<'a> Visit<'a> for Zips {
    fn visit_expr_method_call(&mut self, call: &'a ExprMethodCall) {
        self.0 += usize::from(call.method == "zip");
        visit::visit_expr_method_call(self, call);
    }
}
