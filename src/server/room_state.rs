//! What rooms keep in memory while the house runs: one value of each type, made when it is first asked for.
//! Nothing of it outlives the house, so that two houses in one process (as in tests) share nothing.
use std::{
    any::{Any, TypeId},
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
};

/// The values, by their type; the machine room knows none of them.
#[derive(Default)]
pub struct RoomState(RwLock<HashMap<TypeId, Arc<dyn Any + Send + Sync>>>);

impl RoomState {
    /// The one value of this type.
    pub fn get<T: Default + Send + Sync + 'static>(&self) -> Arc<T> {
        let kind = TypeId::of::<T>();
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner).get(&kind).cloned();
        let value = known.unwrap_or_else(|| {
            let mut values = self.0.write().unwrap_or_else(PoisonError::into_inner);
            values.entry(kind).or_insert_with(|| Arc::new(T::default())).clone()
        });
        value.downcast().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicU32, Ordering};

    #[test]
    fn each_type_has_one_value_and_each_house_its_own() {
        let (house, other) = (RoomState::default(), RoomState::default());
        house.get::<AtomicU32>().store(7, Ordering::Relaxed);
        assert_eq!(house.get::<AtomicU32>().load(Ordering::Relaxed), 7);
        assert_eq!(other.get::<AtomicU32>().load(Ordering::Relaxed), 0);
        assert_eq!(*house.get::<String>(), "");
    }
}
