use super::*;

/// A block of a test: where it is, what was asked for, what was written into it.
struct Block(*mut u8, Layout, u8);

fn fill(block: &Block) {
    // SAFETY: the block is ours and as long as its layout says.
    unsafe { ptr::write_bytes(block.0, block.2, block.1.size()) };
}

fn holds(block: &Block, length: usize) -> bool {
    // SAFETY: filled before, at least that long.
    unsafe { std::slice::from_raw_parts(block.0, length) }.iter().all(|byte| *byte == block.2)
}

/// Some thousand blocks of every size, taken, moved and freed in any order: each keeps what was written into it,
/// so no two ever overlap.
fn churn(memory: &Memory, seed: u64, rounds: u32) {
    let mut state = seed;
    let mut random = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    let mut blocks: Vec<Block> = Vec::new();
    for round in 0..rounds {
        let size = match random(20) {
            0 => random(4 * LARGEST),
            1..4 => random(LARGEST),
            _ => random(300),
        };
        let layout = Layout::from_size_align(size.max(1), 1 << random(5)).unwrap();
        match random(5) {
            0 | 1 => {
                // SAFETY: a layout of at least one byte.
                let block = Block(unsafe { memory.alloc(layout) }, layout, round as u8);
                assert!(!block.0.is_null() && block.0.addr().is_multiple_of(layout.align()));
                fill(&block);
                blocks.push(block);
            }
            2 if !blocks.is_empty() => {
                let at = random(blocks.len());
                let block = &mut blocks[at];
                let length = block.1.size().min(layout.size());
                // SAFETY: the block and its layout belong together.
                block.0 = unsafe { memory.realloc(block.0, block.1, layout.size()) };
                assert!(!block.0.is_null() && block.0.addr().is_multiple_of(block.1.align()));
                assert!(holds(block, length), "a moved block of {} bytes", block.1.size());
                block.1 = Layout::from_size_align(layout.size(), block.1.align()).unwrap();
                fill(block);
            }
            _ if !blocks.is_empty() => {
                let block = blocks.swap_remove(random(blocks.len()));
                assert!(holds(&block, block.1.size()), "a block of {} bytes", block.1.size());
                // SAFETY: the block and its layout belong together.
                unsafe { memory.dealloc(block.0, block.1) };
            }
            _ => {}
        }
    }
    for block in blocks {
        assert!(holds(&block, block.1.size()));
        // SAFETY: the block and its layout belong together.
        unsafe { memory.dealloc(block.0, block.1) };
    }
}

#[test]
fn no_two_blocks_overlap() {
    static MEMORY: Memory = Memory::untouched();
    churn(&MEMORY, 1, 20_000);
}

#[test]
fn nor_do_those_of_two_threads() {
    static MEMORY: Memory = Memory::untouched();
    let threads = [2, 3].map(|seed| std::thread::spawn(move || churn(&MEMORY, seed, 10_000)));
    threads.into_iter().for_each(|thread| thread.join().unwrap());
}

#[test]
fn the_newest_block_grows_where_it_is_and_is_taken_back() {
    static MEMORY: Memory = Memory::untouched();
    let layout = |size| Layout::from_size_align(size, 1).unwrap();
    // SAFETY: each block with its layout.
    unsafe {
        let first = MEMORY.alloc(layout(10));
        let second = MEMORY.alloc(layout(10));
        assert_eq!(MEMORY.realloc(second, layout(10), 5_000), second);
        assert_ne!(MEMORY.realloc(first, layout(10), 5_000), first);
        MEMORY.dealloc(second, layout(5_000));
        assert_eq!(MEMORY.alloc(layout(10)), first, "freed when it was moved");
        let third = MEMORY.alloc(layout(100));
        MEMORY.dealloc(third, layout(100));
        assert_eq!(MEMORY.alloc(layout(2_000)), third);
    }
}

#[test]
fn sizes() {
    let of = |size| size_of_block(Layout::from_size_align(size, 1).unwrap());
    assert_eq!(of(0), Some((0, GRAIN)));
    assert_eq!(of(GRAIN), Some((0, GRAIN)));
    assert_eq!(of(GRAIN + 1), Some((1, 2 * GRAIN)));
    assert_eq!(of(FINE * GRAIN), Some((FINE - 1, FINE * GRAIN)));
    assert_eq!(of(FINE * GRAIN + 1), Some((FINE, 2 * FINE * GRAIN)));
    assert_eq!(of(LARGEST), Some((FINE + COARSE - 1, LARGEST)));
    assert_eq!(of(LARGEST + 1), None);
    assert_eq!(size_of_block(Layout::from_size_align(1, 2 * GRAIN).unwrap()), None);
}

#[test]
fn what_cannot_be_had_is_null() {
    static MEMORY: Memory = Memory::untouched();
    let huge = Layout::from_size_align(isize::MAX as usize, 1).unwrap();
    let odd = Layout::from_size_align(1, 2 * PAGE).unwrap();
    // SAFETY: layouts of at least one byte.
    assert!(unsafe { MEMORY.alloc(huge) }.is_null() && unsafe { MEMORY.alloc(odd) }.is_null());
}
