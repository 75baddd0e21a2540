// What the texts in `src/api/operations` were made from, as one number. Shared by the build script, which
// refuses to build a client from texts that are out of date, and the tests, which write them.

use std::path::Path;

/// Of the fragments in `src/api`, without its folders, and the schema.
pub fn fingerprint(package: &Path) -> std::io::Result<String> {
    let mut files: Vec<_> = std::fs::read_dir(package.join("src/api"))?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<std::io::Result<_>>()?;
    files.retain(|file| file.extension().is_some_and(|extension| extension == "rs"));
    files.sort();
    files.push(package.join("../server/schema.graphql"));
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for file in files {
        for byte in std::fs::read(file)? {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
    Ok(format!("{hash:016x}\n"))
}
