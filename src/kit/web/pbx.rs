//! Step 3.

use super::reply::Route;

/// What this section answers.
pub const ROUTES: &[Route] = &[];
