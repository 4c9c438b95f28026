//! releve
