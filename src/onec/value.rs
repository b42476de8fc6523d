//! JSON as 1C sent it, the members of an object in their order: variables are set in the order in which 1C names them,
//! and miniserde's own object is sorted. Nothing here knows what a member means.

use miniserde::de::{Deserialize, Map, Seq, Visitor};
use miniserde::json::Number;
use miniserde::{Result, make_place};

/// Any JSON value. One deeper than `json::parse` allows must not be made: it is dropped level by level.
#[derive(Debug)]
pub enum Value {
    Null,
    Bool(bool),
    Number(Number),
    String(String),
    Array(Vec<Value>),
    Object(Object),
}

/// The members in their order.
#[derive(Debug, Default)]
pub struct Object(Vec<(String, Value)>);

impl Object {
    /// A member; of two with one name the last.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.iter().rfind(|(known, _)| known == name).map(|(_, value)| value)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// All of them, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value))
    }
}

make_place!(Place);

impl Deserialize for Value {
    fn begin(out: &mut Option<Self>) -> &mut dyn Visitor {
        Place::new(out)
    }
}

impl Visitor for Place<Value> {
    fn null(&mut self) -> Result<()> {
        self.out = Some(Value::Null);
        Ok(())
    }

    fn boolean(&mut self, value: bool) -> Result<()> {
        self.out = Some(Value::Bool(value));
        Ok(())
    }

    fn string(&mut self, text: &str) -> Result<()> {
        self.out = Some(Value::String(text.into()));
        Ok(())
    }

    fn negative(&mut self, number: i64) -> Result<()> {
        self.out = Some(Value::Number(Number::I64(number)));
        Ok(())
    }

    fn nonnegative(&mut self, number: u64) -> Result<()> {
        self.out = Some(Value::Number(Number::U64(number)));
        Ok(())
    }

    fn float(&mut self, number: f64) -> Result<()> {
        self.out = Some(Value::Number(Number::F64(number)));
        Ok(())
    }

    fn seq(&mut self) -> Result<Box<dyn Seq + '_>> {
        Ok(Box::new(List { out: &mut self.out, values: Vec::new(), value: None }))
    }

    fn map(&mut self) -> Result<Box<dyn Map + '_>> {
        Ok(Box::new(Members { out: &mut self.out, members: Vec::new(), name: None, value: None }))
    }
}

/// An array that is being read: the last value is taken over when the next begins.
struct List<'a> {
    out: &'a mut Option<Value>,
    values: Vec<Value>,
    value: Option<Value>,
}

impl Seq for List<'_> {
    fn element(&mut self) -> Result<&mut dyn Visitor> {
        self.values.extend(self.value.take());
        Ok(Deserialize::begin(&mut self.value))
    }

    fn finish(&mut self) -> Result<()> {
        self.values.extend(self.value.take());
        *self.out = Some(Value::Array(std::mem::take(&mut self.values)));
        Ok(())
    }
}

/// An object that is being read, likewise.
struct Members<'a> {
    out: &'a mut Option<Value>,
    members: Vec<(String, Value)>,
    name: Option<String>,
    value: Option<Value>,
}

impl Map for Members<'_> {
    fn key(&mut self, name: &str) -> Result<&mut dyn Visitor> {
        self.members.extend(self.name.take().zip(self.value.take()));
        self.name = Some(name.into());
        Ok(Deserialize::begin(&mut self.value))
    }

    fn finish(&mut self) -> Result<()> {
        self.members.extend(self.name.take().zip(self.value.take()));
        *self.out = Some(Value::Object(Object(std::mem::take(&mut self.members))));
        Ok(())
    }
}
