//! The two hash functions that spaCy uses to identify strings and to find the rows of its tables.
//!
//! Both are variants of Austin Appleby's (public domain). They must agree exactly with the published model, because
//! another hash would select other rows.

/// `MurmurHash64A` of the bytes with seed 1: a string's id.
pub(super) fn string_hash(bytes: &[u8]) -> u64 {
    const MIX: u64 = 0xc6a4_a793_5bd1_e995;
    const SEED: u64 = 1;
    let scramble = |block: u64| {
        let block = block.wrapping_mul(MIX);
        (block ^ (block >> 47)).wrapping_mul(MIX)
    };
    let mut hash = SEED ^ (bytes.len() as u64).wrapping_mul(MIX);
    let (blocks, rest) = bytes.as_chunks::<8>();
    for block in blocks {
        hash = (hash ^ scramble(u64::from_le_bytes(*block))).wrapping_mul(MIX);
    }
    if !rest.is_empty() {
        let mut block = [0; 8];
        block[..rest.len()].copy_from_slice(rest);
        hash = (hash ^ u64::from_le_bytes(block)).wrapping_mul(MIX);
    }
    hash = (hash ^ (hash >> 47)).wrapping_mul(MIX);
    hash ^ (hash >> 47)
}

/// The 128-bit `MurmurHash3` of an id, as four keys: each selects a row of an embedding table.
pub(super) fn row_keys(id: u64, seed: u64) -> [u32; 4] {
    let finish = |mut hash: u64| {
        hash = (hash ^ (hash >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
        hash = (hash ^ (hash >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
        hash ^ (hash >> 33)
    };
    const LENGTH: u64 = 8;
    let block = id.wrapping_mul(0x87c3_7b91_1142_53d5).rotate_left(31).wrapping_mul(0x4cf5_ad43_2745_937f);
    let second = seed ^ LENGTH;
    let first = (block ^ seed ^ LENGTH).wrapping_add(second);
    let second = second.wrapping_add(first);
    let (first, second) = (finish(first), finish(second));
    let first = first.wrapping_add(second);
    let second = second.wrapping_add(first);
    [first as u32, (first >> 32) as u32, second as u32, (second >> 32) as u32]
}
