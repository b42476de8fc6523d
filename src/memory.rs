//! The appliance program's memory. A call takes some three hundred blocks, most of them small, lives for a moment, and
//! leaves nothing behind: it is served from one region of the program's own, without a system call and without a page
//! that only the allocator needs. It never knows what a block is for.
//!
//! Blocks come in sizes; a freed one waits in the list of its size, the newest one of all is simply taken back, and can
//! grow where it is. What is longer than [`LARGEST`] is the kernel's business, and goes back to it when freed.
#![allow(unsafe_code)] // an allocator hands out raw memory; see each block

use std::alloc::{GlobalAlloc, Layout};
use std::cell::UnsafeCell;
use std::mem::size_of;
use std::ptr;
use std::sync::atomic::{AtomicBool, Ordering};

/// Every block begins at a multiple of this and is at least one long; `malloc`'s customary alignment.
const GRAIN: usize = 2 * size_of::<usize>();
/// Up to so many grains there is a size for each; above, sizes double.
const FINE: usize = 64;
const COARSE: usize = 5;
/// The longest block from the region, bytes: 32 KiB where pointers have 64 bits, half of it where they have 32.
pub const LARGEST: usize = (GRAIN * FINE) << COARSE;
/// The first region: six times what a call needs. Only what is touched takes memory.
const FIRST: usize = 64 * 1024;
/// Later ones, from the kernel.
const NEXT: usize = 2 * LARGEST;
const PAGE: usize = 4096;

/// The global allocator; all zeros at first, which take no room in the file.
#[repr(C)] // the pool before the region: it shares a page with the first blocks
pub struct Memory {
    taken: AtomicBool,
    pool: UnsafeCell<Pool>,
    region: Region,
}

#[repr(align(16))]
struct Region(UnsafeCell<[u8; FIRST]>);

// SAFETY: only who has taken the pool reaches into it, and only the pool hands out the region, each block once.
unsafe impl Sync for Memory {}

struct Pool {
    /// What of the present region is still unused; null before the first block.
    next: *mut u8,
    end: *mut u8,
    /// The freed blocks of each size; each holds the address of the one freed before it.
    free: [*mut u8; FINE + COARSE],
}

/// A size of blocks: its number, and their length in bytes. `None` is the kernel's business.
#[inline]
fn size_of_block(layout: Layout) -> Option<(usize, usize)> {
    let grains = layout.size().div_ceil(GRAIN);
    if layout.align() > GRAIN {
        return None;
    }
    if grains <= FINE {
        let grains = grains.max(1);
        return Some((grains - 1, grains * GRAIN));
    }
    let doubled = (grains - 1).ilog2() - FINE.ilog2();
    let number = FINE + doubled as usize;
    (number < FINE + COARSE).then_some((number, (GRAIN * FINE * 2) << doubled))
}

impl Memory {
    /// The region is taken with the first block.
    pub const fn untouched() -> Memory {
        let null = ptr::null_mut();
        Memory {
            taken: AtomicBool::new(false),
            pool: UnsafeCell::new(Pool { next: null, end: null, free: [null; FINE + COARSE] }),
            region: Region(UnsafeCell::new([0; FIRST])),
        }
    }

    /// Runs `work` on the pool, and nobody else meanwhile. The one other thread there ever is asks the resolver: whoever
    /// finds the pool taken lets the other go on. Half of std's lock would be for waiting in the kernel.
    #[inline]
    fn with_pool<T>(&self, work: impl FnOnce(&mut Pool) -> T) -> T {
        while self.taken.swap(true, Ordering::Acquire) {
            std::thread::yield_now();
        }
        // SAFETY: whoever has set `taken` is alone here until it is cleared.
        let pool = unsafe { &mut *self.pool.get() };
        if pool.next.is_null() {
            pool.next = self.region.0.get().cast();
            pool.end = pool.next.wrapping_add(FIRST);
        }
        let done = work(pool);
        self.taken.store(false, Ordering::Release);
        done
    }
}

impl Pool {
    fn take(&mut self, number: usize, bytes: usize) -> *mut u8 {
        let Some(first) = self.free.get_mut(number) else { return ptr::null_mut() };
        if !first.is_null() {
            let block = *first;
            // SAFETY: a freed block is ours, at least a grain long, and holds such an address; see `give_back`.
            *first = unsafe { block.cast::<*mut u8>().read() };
            return block;
        }
        if self.end.addr() - self.next.addr() < bytes && !self.another_region() {
            return ptr::null_mut();
        }
        let block = self.next;
        self.next = block.wrapping_add(bytes);
        block
    }

    fn give_back(&mut self, block: *mut u8, number: usize, bytes: usize) {
        if block.wrapping_add(bytes) == self.next {
            self.next = block;
        } else if let Some(first) = self.free.get_mut(number) {
            // SAFETY: the block was handed out, is freed now, aligned to a grain and at least one long.
            unsafe { block.cast::<*mut u8>().write(*first) };
            *first = block;
        }
    }

    /// Lengthens or shortens a block where it is: the newest one, and while there is room.
    fn resize(&mut self, block: *mut u8, old: usize, new: usize) -> bool {
        let possible = block.wrapping_add(old) == self.next && self.end.addr() - block.addr() >= new;
        if possible {
            self.next = block.wrapping_add(new);
        }
        possible
    }

    /// What is left of the old one is given up.
    fn another_region(&mut self) -> bool {
        let start = map(NEXT);
        if !start.is_null() {
            self.next = start;
            self.end = start.wrapping_add(NEXT);
        }
        !start.is_null()
    }
}

/// Whole pages from the kernel, or null.
fn map(bytes: usize) -> *mut u8 {
    let Some(bytes) = bytes.checked_next_multiple_of(PAGE) else { return ptr::null_mut() };
    // SAFETY: a new private mapping, wherever the kernel has room.
    let start = unsafe {
        libc::mmap(
            ptr::null_mut(),
            bytes,
            libc::PROT_READ | libc::PROT_WRITE,
            libc::MAP_PRIVATE | libc::MAP_ANONYMOUS,
            -1,
            0,
        )
    };
    if start == libc::MAP_FAILED { ptr::null_mut() } else { start.cast() }
}

// SAFETY: a block is handed out once until it is freed, its length and alignment are at least those asked for (a page's
// where the kernel gave it), and nothing unwinds. The caller keeps GlobalAlloc's side: layouts as they were asked for.
unsafe impl GlobalAlloc for Memory {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        match size_of_block(layout) {
            Some((number, bytes)) => self.with_pool(|pool| pool.take(number, bytes)),
            None if layout.align() <= PAGE => map(layout.size()),
            None => ptr::null_mut(),
        }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        match size_of_block(layout) {
            Some((number, bytes)) => self.with_pool(|pool| pool.give_back(block, number, bytes)),
            // SAFETY: this layout is always mapped, in whole pages, by `alloc`.
            None => unsafe {
                libc::munmap(block.cast(), layout.size().next_multiple_of(PAGE));
            },
        }
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // SAFETY: GlobalAlloc's caller has seen to it that this is a layout.
        let wanted = unsafe { Layout::from_size_align_unchecked(size, layout.align()) };
        let (old, new) = (size_of_block(layout), size_of_block(wanted));
        if let (Some((_, old)), Some((_, new))) = (old, new) {
            if old == new {
                return block;
            }
            if self.with_pool(|pool| pool.resize(block, old, new)) {
                return block;
            }
        }
        // SAFETY: the new block is apart from the old one, and both are at least as long as what is copied.
        unsafe {
            let moved = self.alloc(wanted);
            if !moved.is_null() {
                ptr::copy_nonoverlapping(block, moved, size.min(layout.size()));
                self.dealloc(block, layout);
            }
            moved
        }
    }
}

#[cfg(test)]
mod tests;
