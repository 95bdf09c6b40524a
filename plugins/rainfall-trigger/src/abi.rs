//! The component boundary: the canonical ABI of `nexus:plugin/base@0.1.0`, written out by hand.
//!
//! Memory is handed out upwards and never returned: a host gives every run a fresh instance.

use crate::{DESCRIPTION, Outcome, Signal, evaluate};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::alloc::{GlobalAlloc, Layout};
use core::arch::wasm32;
use core::cell::UnsafeCell;

#[link(wasm_import_module = "nexus:plugin/log@0.1.0")]
unsafe extern "C" {
    #[link_name = "write"]
    fn host_log(level: u32, message: *const u8, length: usize);
}

const LEVEL_INFO: u32 = 1;
const PAGE_BYTES: usize = 65_536;
const INVALID_INPUT: u32 = 0;

/// A `string` or `list<u8>` in memory.
#[repr(C)]
struct Slice {
    start: *const u8,
    length: usize,
}

/// `result<outcome, plugin-error>`: both cases hold one small discriminant and one slice.
#[repr(C)]
struct RunResult {
    is_error: u32,
    /// The signal of an outcome, or the case of an error.
    case: u32,
    slice: Slice,
}

#[unsafe(export_name = "describe")]
extern "C" fn describe() -> *const Slice {
    leak(Slice { start: DESCRIPTION.as_ptr(), length: DESCRIPTION.len() })
}

/// `run`, flattened: the context's six values come first and are not read.
#[unsafe(export_name = "run")]
extern "C" fn run(
    _run_id: *const u8,
    _run_id_length: usize,
    _seed: *const u8,
    _seed_length: usize,
    _now_ms: u64,
    _block: u64,
    _chain_id: u64,
    input: *const u8,
    input_length: usize,
) -> *const RunResult {
    let input: &[u8] = match input_length {
        0 => &[],
        // SAFETY: the host wrote `input_length` bytes at `input`, through `cabi_realloc`, and leaves them to us.
        length => unsafe { core::slice::from_raw_parts(input, length) },
    };
    let (is_error, case, bytes) = match evaluate(input) {
        Ok(outcome) => {
            log(&outcome);
            (0, signal_case(outcome.signal), outcome.output)
        }
        Err(message) => (1, INVALID_INPUT, message.into_bytes()),
    };
    leak(RunResult { is_error, case, slice: slice_of(bytes) })
}

fn log(outcome: &Outcome) {
    let line: String = format!("{:?}: {}", outcome.signal, String::from_utf8_lossy(&outcome.output));
    // SAFETY: the line outlives the call, and the host only reads it.
    unsafe { host_log(LEVEL_INFO, line.as_ptr(), line.len()) }
}

fn signal_case(signal: Signal) -> u32 {
    match signal {
        Signal::Pass => 0,
        Signal::Fail => 1,
        Signal::Trigger => 2,
        Signal::Escalate => 3,
    }
}

fn slice_of(bytes: Vec<u8>) -> Slice {
    let bytes = bytes.leak();
    Slice { start: bytes.as_ptr(), length: bytes.len() }
}

fn leak<T>(value: T) -> *const T {
    alloc::boxed::Box::leak(alloc::boxed::Box::new(value))
}

/// The next free byte, and the end of the memory there is; both 0 before the first use.
struct Heap(UnsafeCell<(usize, usize)>);

// SAFETY: a component instance has one thread.
unsafe impl Sync for Heap {}

#[global_allocator]
static HEAP: Heap = Heap(UnsafeCell::new((0, 0)));

// SAFETY: every block lies above the one before it, aligned and inside the memory that was grown for it.
unsafe impl GlobalAlloc for Heap {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let (next, end) = unsafe { *self.0.get() };
        let start = next.max(heap_base()).next_multiple_of(layout.align());
        let Some(after) = start.checked_add(layout.size()) else { return core::ptr::null_mut() };
        let Some(end) = grow_to(after, end.max(memory_bytes())) else { return core::ptr::null_mut() };
        unsafe { *self.0.get() = (after, end) };
        start as *mut u8
    }

    unsafe fn dealloc(&self, _block: *mut u8, _layout: Layout) {}

    /// Grows the newest block in place, so that a growing list does not leave copies behind.
    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        let state = self.0.get();
        let is_newest = block as usize + layout.size() == unsafe { (*state).0 };
        if is_newest && size >= layout.size() {
            let rest = Layout::from_size_align(size - layout.size(), 1);
            return match rest.map(|rest| unsafe { self.alloc(rest) }) {
                Ok(start) if !start.is_null() => block,
                _ => core::ptr::null_mut(),
            };
        }
        let moved = match Layout::from_size_align(size, layout.align()) {
            Ok(layout) => unsafe { self.alloc(layout) },
            Err(_) => core::ptr::null_mut(),
        };
        if !moved.is_null() {
            // SAFETY: the new block overlaps no older one and both hold that many bytes.
            unsafe { core::ptr::copy_nonoverlapping(block, moved, layout.size().min(size)) };
        }
        moved
    }
}

fn heap_base() -> usize {
    unsafe extern "C" {
        static __heap_base: u8;
    }
    // Only the address counts: the linker puts this symbol behind the stack and the constants.
    &raw const __heap_base as usize
}

fn memory_bytes() -> usize {
    wasm32::memory_size(0) * PAGE_BYTES
}

/// The end of memory once it holds `needed` bytes; `None` when the host allows no more.
fn grow_to(needed: usize, end: usize) -> Option<usize> {
    if needed <= end {
        return Some(end);
    }
    let pages = (needed - end).div_ceil(PAGE_BYTES);
    (wasm32::memory_grow(0, pages) != usize::MAX).then(|| end + pages * PAGE_BYTES)
}

/// The host's way to place arguments in this memory.
///
/// # Safety
/// `block` is null with `old_size` 0, or a block of this allocator with that size and alignment.
#[unsafe(export_name = "cabi_realloc")]
unsafe extern "C" fn cabi_realloc(block: *mut u8, old_size: usize, align: usize, new_size: usize) -> *mut u8 {
    let placed = match Layout::from_size_align(if old_size == 0 { new_size } else { old_size }, align) {
        Ok(layout) if old_size == 0 => unsafe { HEAP.alloc(layout) },
        Ok(layout) => unsafe { HEAP.realloc(block, layout, new_size) },
        Err(_) => core::ptr::null_mut(),
    };
    if placed.is_null() {
        wasm32::unreachable();
    }
    placed
}

#[panic_handler]
fn panic(_: &core::panic::PanicInfo) -> ! {
    wasm32::unreachable()
}
