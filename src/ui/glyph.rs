//! The pictures of the house, one stroke path each on a grid of 24.

macro_rules! glyphs {
    ($($name:ident $path:literal)+) => {
        /// A picture by its meaning.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Glyph { $($name),+ }
        impl Glyph {
            /// The strokes, as the `d` of an SVG path.
            pub const fn path(self) -> &'static str { match self { $(Self::$name => $path),+ } }
        }
    };
}

glyphs! {
    Back "M15 5l-7 7 7 7"
    Forward "M9 5l7 7-7 7"
    Up "M5 15l7-7 7 7"
    Down "M5 9l7 7 7-7"
    Close "M6 6l12 12M18 6L6 18"
    Check "M5 12.5l4.5 4.5L19 7"
    Plus "M12 5v14M5 12h14"
    Menu "M4 7h16M4 12h16M4 17h16"
    Search "M11 4a7 7 0 100 14 7 7 0 000-14zM16 16l4.5 4.5"
    Phone "M6 3h4l2 5-3 2a12 12 0 005 5l2-3 5 2v4a2 2 0 01-2 2A17 17 0 014 5a2 2 0 012-2z"
    Camera "M4 8h3l2-3h6l2 3h3v11H4zM12 9.5a3.5 3.5 0 100 7 3.5 3.5 0 000-7z"
    Image "M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15 8.5h.01"
    Note "M5 5h14v10H9l-4 4z"
    Send "M4 12l16-8-6 16-3-7zM11 13l9-9"
    Stop "M8 3h8l5 5v8l-5 5H8l-5-5V8z"
    Hand "M7 12V6.5a1.5 1.5 0 013 0V11V4.5a1.5 1.5 0 013 0V11V5.5a1.5 1.5 0 013 0V12v-2a1.5 1.5 0 013 0v5a6 \
        6 0 01-6 6h-1a6 6 0 01-5-2.7L4 14a1.6 1.6 0 012.6-1.8L7 13"
    Help "M12 3a9 9 0 100 18 9 9 0 000-18zM9.5 9.5a2.5 2.5 0 114 2c-1 .7-1.5 1.2-1.5 2.2M12 16.8h.01"
    Info "M12 3a9 9 0 100 18 9 9 0 000-18zM12 11v5M12 8h.01"
    Warning "M12 4l9 16H3zM12 10v4M12 17h.01"
    User "M12 4a4 4 0 100 8 4 4 0 000-8zM4 20a8 8 0 0116 0"
    People "M9 5a3.5 3.5 0 100 7 3.5 3.5 0 000-7zM2.5 19a6.5 6.5 0 0113 0M16 5.5a3.5 3.5 0 010 6.5\
        M18 14a6 6 0 013.5 5"
    Building "M5 20V4h9v16M14 9h5v11M3 20h18M8 8h3M8 12h3M8 16h3"
    Ticket "M4 6h16v4a2 2 0 000 4v4H4v-4a2 2 0 000-4zM14 6v2M14 11v2M14 16v2"
    Desk "M4 4h16v16H4zM9 4v16M9 10h11"
    Home "M4 11.5L12 4l8 7.5M6 10v10h12V10M10 20v-6h4v6"
    Gear "M12 9a3 3 0 100 6 3 3 0 000-6zM10.3 3h3.4l.5 2.6 1.8 1 2.5-.9 1.7 3-2 1.7v2.2l2 1.7-1.7 3-2.5-.9\
        -1.8 1-.5 2.6h-3.4l-.5-2.6-1.8-1-2.5.9-1.7-3 2-1.7v-2.2l-2-1.7 1.7-3 2.5.9 1.8-1z"
    SignOut "M14 4H5v16h9M10 12h10M16 8l4 4-4 4"
    Edit "M4 20l1-4L16 5l3 3L8 19zM14 7l3 3"
    Trash "M5 7h14M10 4h4M7 7l1 13h8l1-13M10 11v5M14 11v5"
    Clock "M12 3a9 9 0 100 18 9 9 0 000-18zM12 7v5l3 2"
    Print "M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6H7z"
    Grip "M9 6h.01M15 6h.01M9 12h.01M15 12h.01M9 18h.01M15 18h.01"
    Sound "M5 9v6h4l5 4V5L9 9zM17 9a4 4 0 010 6"
    Bell "M6 16V11a6 6 0 0112 0v5l2 2H4zM10 21h4"
    Lock "M6 11h12v9H6zM8 11V8a4 4 0 018 0v3"
    Unlock "M6 11h12v9H6zM8 11V8a4 4 0 017.5-2"
    Key "M8.5 11a4.5 4.5 0 100 9 4.5 4.5 0 000-9zM11.7 12.3L20 4M16.5 7.5l3 3M14 10l2 2"
    Undo "M8 5L4 9l4 4M4 9h10a6 6 0 010 12h-3"
    Skip "M5 5l9 7-9 7zM19 5v14"
    Refresh "M20 11a8 8 0 00-14-4L4 9M4 4v5h5M4 13a8 8 0 0014 4l2-2M20 20v-5h-5"
    Rope "M8 2.5c7 3.5 1 6.5 4 9.5s-3 6 4 9.5M12 9a3 3 0 100 6 3 3 0 000-6z"
    Eye "M2 12s4-7 10-7 10 7 10 7-4 7-10 7S2 12 2 12zM12 9a3 3 0 100 6 3 3 0 000-6z"
    Mobile "M8 2h8a1 1 0 011 1v18a1 1 0 01-1 1H8a1 1 0 01-1-1V3a1 1 0 011-1zM11 19h2"
    Device "M3 5h18v11H3zM8 20h8M12 16v4"
    Filter "M4 5h16l-6 8v6l-4-2v-4z"
    Link "M10 14a4 4 0 006 0l3-3a4 4 0 00-6-6l-1 1M14 10a4 4 0 00-6 0l-3 3a4 4 0 006 6l1-1"
    Sliders "M4 7h9M17 7h3M15 5v4M4 17h3M11 17h9M9 15v4"
}
