"""What browsers of phones lack, taken out of one that has it, before a page's first script runs."""

GONE = {
    "sync": "delete window.SyncManager; delete ServiceWorkerRegistration.prototype.sync;",
    "push": "delete window.PushManager; delete window.Notification;",
    "files": "delete window.showSaveFilePicker; delete window.showOpenFilePicker;",
    "passkeys": "delete window.PublicKeyCredential; delete Navigator.prototype.credentials;",
    "speech": "delete window.speechSynthesis; delete window.SpeechSynthesisUtterance;",
    "install": "delete window.onbeforeinstallprompt; delete window.BeforeInstallPromptEvent;",
    "orientation": "delete ScreenOrientation.prototype.lock;",
    "estimate": "delete StorageManager.prototype.estimate;",
    "kept": "StorageManager.prototype.persist = StorageManager.prototype.persisted = async () => false;",
    "compression": "delete window.CompressionStream; delete window.DecompressionStream;",
    "locks": "delete Navigator.prototype.locks;",
    "channels": "delete window.BroadcastChannel;",
    "canvas": "delete window.OffscreenCanvas;",
    "clone": "delete window.structuredClone;",
    "camera": "delete Navigator.prototype.mediaDevices;",
    "worker": "delete Navigator.prototype.serviceWorker;",
    "types": "delete window.trustedTypes;",
    "database": """IDBFactory.prototype.open = function () {
      const asked = new EventTarget();
      setTimeout(() => {
        asked.error = new DOMException('Internal error opening backing store', 'UnknownError');
        asked.dispatchEvent(new Event('error'));
        asked.onerror?.(new Event('error'));
      }, 5);
      return asked;
    };""",
}
OLD_PHONE = ("sync", "push", "files", "passkeys", "speech", "install")
ENHANCEMENTS = (
    *OLD_PHONE, "orientation", "estimate", "kept", "compression", "locks", "channels", "canvas",
    "clone", "camera",
)  # fmt: skip


def without(*names: str) -> str:
    """Return the script that takes these out of a page; each alone, so that none stops the others."""
    return "\n".join(f"try {{ {GONE[name]} }} catch {{}}" for name in names)
