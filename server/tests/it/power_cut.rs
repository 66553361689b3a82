//! A file whose upload was acknowledged survives a power cut.
//!
//! The store is an ext4 file system of its own in an image. Data that has not been flushed is only in the kernel's
//! memory, so a copy of the image made while it is mounted is what a power cut would leave on the disk.

use crate::support::TestApp;
use hireq_services::{config::Storage, files::Files};
use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

struct Disk {
    dir: tempfile::TempDir,
    mounted: Vec<PathBuf>,
}

fn run(program: &str, arguments: &[&str]) -> bool {
    let ran = Command::new(program).args(arguments).stdout(Stdio::null()).stderr(Stdio::null()).status();
    ran.is_ok_and(|status| status.success())
}

fn text(path: &Path) -> &str {
    path.to_str().expect("a plain path")
}

impl Disk {
    fn new() -> Option<Self> {
        let mut disk = Self { dir: tempfile::tempdir().expect("a directory"), mounted: Vec::new() };
        let image = disk.dir.path().join("disk.img");
        let made = run("truncate", &["-s", "64M", text(&image)]) && run("mkfs.ext4", &["-q", text(&image)]);
        // A long commit interval, so that nothing reaches the disk just because time passes.
        (made && disk.mount("disk.img", "disk", "loop,commit=600")).then_some(disk)
    }

    fn mount(&mut self, image: &str, at: &str, options: &str) -> bool {
        let (image, at) = (self.dir.path().join(image), self.dir.path().join(at));
        std::fs::create_dir(&at).expect("a directory");
        let mounted = run("mount", &["-o", options, text(&image), text(&at)]);
        if mounted {
            self.mounted.push(at);
        }
        mounted
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        for at in &self.mounted {
            run("umount", &[text(at)]);
        }
    }
}

#[tokio::test]
async fn an_acknowledged_file_survives_a_power_cut() {
    let Some(mut disk) = Disk::new() else {
        eprintln!("left out: mounting a disk image takes root");
        return;
    };
    let app = TestApp::start().await;
    let files = Files::open(&Storage::Local(disk.path("disk/files"))).expect("a store");
    let mut kept = Vec::new();
    for number in 0..50_u8 {
        let piece = futures::stream::iter([Ok::<_, std::io::Error>(vec![number; 20_000])]);
        kept.push(files.put(piece, app.services.config.max_file_bytes).await.expect("stored").key);
    }
    std::fs::write(disk.path("disk/files/never-flushed"), [7; 20_000]).expect("written");
    assert!(run("cp", &[text(&disk.path("disk.img")), text(&disk.path("cut.img"))]), "the power is cut");
    assert!(disk.mount("cut.img", "cut", "loop"), "the disk comes back");
    assert!(
        std::fs::read(disk.path("cut/files/never-flushed")).map_or(true, |bytes| bytes.len() < 20_000),
        "the cut takes what was not flushed, or this test proves nothing"
    );
    let whole = kept.iter().enumerate().filter(|(number, key)| {
        let read = std::fs::read(disk.path("cut/files").join(key));
        read.is_ok_and(|bytes| bytes.len() == 20_000 && bytes.iter().all(|b| usize::from(*b) == *number))
    });
    assert_eq!(whole.count(), 50);
}
