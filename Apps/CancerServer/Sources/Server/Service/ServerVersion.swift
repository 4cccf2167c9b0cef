/// The server's version, which `/v2` and `--version` say.
public enum ServerVersion {
    /// Of this release.
    public static let current = "1.0.0"
}
