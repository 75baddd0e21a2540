//! What the committed schema says there is to try: every place of a document where somebody can name what is not
//! theirs, and for every type a selection of all it shows.

use std::collections::{BTreeMap, BTreeSet};

use async_graphql::parser::parse_schema;
use async_graphql::parser::types::{
    BaseType, FieldDefinition, InputValueDefinition, Type, TypeKind, TypeSystemDefinition,
};

/// The schema's types by name.
pub struct Schema(BTreeMap<String, TypeKind>);

/// A place to try: a field, and the argument that takes the id.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// `Type.field`; `Node.Type` for what `node` gives.
    pub field: String,
    /// Path of the argument, such as `filter.propertyId`; empty where no argument takes an id.
    pub argument: String,
}

impl Schema {
    /// The schema that is committed.
    pub fn committed() -> Schema {
        Schema::parse(include_str!("../../../server/schema.graphql"))
    }

    /// From its definition language.
    pub fn parse(text: &str) -> Schema {
        let document = parse_schema(text).unwrap();
        let types = document.definitions.into_iter().filter_map(|definition| match definition {
            TypeSystemDefinition::Type(kind) => Some((kind.node.name.node.to_string(), kind.node.kind)),
            _ => None,
        });
        Schema(types.collect())
    }

    /// Every place there is: each field of Query and Mutation, each type that `node` gives, and each field
    /// anywhere with an argument that takes an id.
    pub fn places(&self) -> BTreeSet<Place> {
        let place = |field: String, argument: &str| Place { field, argument: argument.to_owned() };
        let mut places = BTreeSet::new();
        for (name, kind) in &self.0 {
            let TypeKind::Object(object) = kind else { continue };
            if object.implements.iter().any(|interface| interface.node == "Node") {
                places.insert(place(format!("Node.{name}"), "id"));
            }
            for field in object.fields.iter().map(|field| &field.node) {
                let called = format!("{name}.{}", field.name.node);
                let arguments: Vec<String> = self.ids(field);
                let is_root = name == "Query" || name == "Mutation";
                if is_root && arguments.is_empty() {
                    places.insert(place(called.clone(), ""));
                }
                // By types above.
                if called != "Query.node" {
                    places.extend(arguments.iter().map(|argument| place(called.clone(), argument)));
                }
            }
        }
        places
    }

    /// How many fields these places are of, `Query.node` counted as the field it is.
    pub fn fields(places: &BTreeSet<Place>) -> usize {
        let field = |place: &Place| {
            let is_node = place.field.starts_with("Node.");
            if is_node { "Query.node".to_owned() } else { place.field.clone() }
        };
        places.iter().map(field).collect::<BTreeSet<String>>().len()
    }

    fn ids(&self, field: &FieldDefinition) -> Vec<String> {
        let mut found = Vec::new();
        for argument in &field.arguments {
            self.ids_below(&argument.node, "", &mut Vec::new(), &mut found);
        }
        found
    }

    fn ids_below(
        &self,
        value: &InputValueDefinition,
        above: &str,
        inside: &mut Vec<String>,
        found: &mut Vec<String>,
    ) {
        let path = format!("{above}{}", value.name.node);
        let kind = base(&value.ty.node);
        if kind == "ID" {
            found.push(path);
        } else if let Some(TypeKind::InputObject(object)) = self.0.get(kind)
            && !inside.iter().any(|outer| outer == kind)
        {
            inside.push(kind.to_owned());
            for field in &object.fields {
                self.ids_below(&field.node, &format!("{path}."), inside, found);
            }
            inside.pop();
        }
    }

    /// The type of what a place's field gives.
    pub fn result<'a>(&'a self, field: &'a str) -> &'a str {
        let (owner, name) = field.split_once('.').unwrap();
        if owner == "Node" {
            return name;
        }
        let Some(TypeKind::Object(object)) = self.0.get(owner) else { panic!("no type {owner}") };
        let field = object.fields.iter().find(|field| field.node.name.node == name);
        base(&field.unwrap_or_else(|| panic!("no field {field:?} {owner}.{name}")).node.ty.node)
    }

    /// A selection of everything a type shows, objects below it so many levels deep, lists of two.
    pub fn everything(&self, name: &str, depth: usize) -> String {
        let Some(TypeKind::Object(object)) = self.0.get(name) else { panic!("{name} is no object type") };
        if let Some(row) = name.strip_suffix("Connection") {
            return format!("{{ totalCount nodes {} }}", self.everything(row, depth));
        }
        let mut selection = vec!["__typename".to_owned()];
        for field in object.fields.iter().map(|field| &field.node) {
            let kind = base(&field.ty.node);
            let call = call(field);
            match self.0.get(kind) {
                Some(TypeKind::Object(_)) if depth > 0 || self.is_flat(kind) => {
                    selection.push(format!("{call} {}", self.everything(kind, depth.saturating_sub(1))));
                }
                Some(TypeKind::Object(_)) => {}
                _ => selection.push(call),
            }
        }
        format!("{{ {} }}", selection.join(" "))
    }

    /// Whether a type holds nothing but values, like money.
    fn is_flat(&self, name: &str) -> bool {
        let Some(TypeKind::Object(object)) = self.0.get(name) else { return true };
        object.fields.iter().all(|field| {
            let kind = self.0.get(base(&field.node.ty.node));
            !matches!(kind, Some(TypeKind::Object(_))) && field.node.arguments.is_empty()
        })
    }
}

/// A field with what it asks for.
fn call(field: &FieldDefinition) -> String {
    let named = |name: &str| field.arguments.iter().any(|argument| argument.node.name.node == name);
    let name = &field.name.node;
    match () {
        () if named("first") => format!("{name}(first: 2)"),
        () if named("amount") => format!("{name}(amount: \"10.00\")"),
        () => name.to_string(),
    }
}

fn base(kind: &Type) -> &str {
    match &kind.base {
        BaseType::Named(name) => name.as_str(),
        BaseType::List(inner) => base(inner),
    }
}
