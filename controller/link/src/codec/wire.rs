//! How a field lies in a payload: little endian, missing bytes at the end are zero (MAVLink 2 cuts trailing zeros).

/// Reads fields one after the other; past the end everything is zero.
pub struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    /// From the first byte of a payload.
    #[must_use]
    pub fn new(payload: &'a [u8]) -> Self {
        Self(payload)
    }

    fn bytes<const N: usize>(&mut self) -> [u8; N] {
        let mut out = [0; N];
        let taken = N.min(self.0.len());
        let (head, tail) = self.0.split_at(taken);
        out[..taken].copy_from_slice(head);
        self.0 = tail;
        out
    }
}

/// A value of fixed length on the wire.
pub trait Field: Sized {
    /// Appends the value.
    fn put(&self, out: &mut Vec<u8>);
    /// Reads the value.
    fn take(from: &mut Reader<'_>) -> Self;
}

macro_rules! numbers {
    ($($number:ty),*) => {$(
        impl Field for $number {
            fn put(&self, out: &mut Vec<u8>) {
                out.extend_from_slice(&self.to_le_bytes());
            }
            fn take(from: &mut Reader<'_>) -> Self {
                Self::from_le_bytes(from.bytes())
            }
        }
    )*};
}
numbers!(u8, i8, u16, i16, u32, i32, u64, i64, f32);

impl<T: Field + Copy + Default, const N: usize> Field for [T; N] {
    fn put(&self, out: &mut Vec<u8>) {
        self.iter().for_each(|value| value.put(out));
    }
    fn take(from: &mut Reader<'_>) -> Self {
        let mut out = [T::default(); N];
        out.iter_mut().for_each(|value| *value = T::take(from));
        out
    }
}

/// Up to `N` bytes of text, ended by a zero byte when shorter.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Text<const N: usize>(pub [u8; N]);

impl<const N: usize> Text<N> {
    /// The text up to the first zero byte; what is not UTF-8 becomes U+FFFD.
    #[must_use]
    pub fn to_text(&self) -> String {
        let end = self.0.iter().position(|byte| *byte == 0).unwrap_or(N);
        String::from_utf8_lossy(&self.0[..end]).into_owned()
    }
}

impl<const N: usize> From<&str> for Text<N> {
    /// Cuts what does not fit, between characters.
    fn from(text: &str) -> Self {
        let mut out = [0; N];
        let mut end = text.len().min(N);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        out[..end].copy_from_slice(&text.as_bytes()[..end]);
        Self(out)
    }
}

impl<const N: usize> Default for Text<N> {
    fn default() -> Self {
        Self([0; N])
    }
}

impl<const N: usize> std::fmt::Debug for Text<N> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}", self.to_text())
    }
}

impl<const N: usize> Field for Text<N> {
    fn put(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.0);
    }
    fn take(from: &mut Reader<'_>) -> Self {
        Self(from.bytes())
    }
}

/// A message body of fixed layout.
pub trait Payload: Sized {
    /// The message's number.
    const ID: u32;
    /// The message's name here.
    const NAME: &'static str;
    /// Appends all fields, extensions included.
    fn write(&self, out: &mut Vec<u8>);
    /// Reads all fields; missing ones are zero.
    fn read(payload: &[u8]) -> Self;
}

/// One message: its number, then its fields in wire order; those after `;` are extensions (MAVLink 2 only). A literal
/// after the type names the unit or the enumeration.
macro_rules! message {
    ($(#[$doc:meta])* $name:ident = $id:literal {
        $($field:ident: $kind:ty $(, $unit:literal)?);* $(;)?
        $([$($extension:ident: $ekind:ty $(, $eunit:literal)?);* $(;)?])?
    }) => {
        $(#[$doc])*
        #[doc = concat!("\n\nMessage ", $id, " of common.xml.")]
        #[derive(Clone, Copy, Debug, Default, PartialEq)]
        pub struct $name {
            $(#[doc = concat!("`", stringify!($field), "`", $(", in ", $unit,)? " as common.xml has it.")] pub $field: $kind,)*
            $($(#[doc = concat!("`", stringify!($extension), "`", $(", in ", $eunit,)? " (extension).")] pub $extension: $ekind,)*)?
        }

        impl $crate::codec::Payload for $name {
            const ID: u32 = $id;
            const NAME: &'static str = stringify!($name);
            fn write(&self, out: &mut Vec<u8>) {
                use $crate::codec::wire::Field as _;
                $(self.$field.put(out);)*
                $($(self.$extension.put(out);)*)?
            }
            fn read(payload: &[u8]) -> Self {
                use $crate::codec::wire::Field as _;
                let mut from = $crate::codec::wire::Reader::new(payload);
                let from = &mut from;
                Self { $($field: <$kind>::take(from),)* $($($extension: <$ekind>::take(from),)*)? }
            }
        }
    };
}
