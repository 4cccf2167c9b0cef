/// A file that pages load. Its path holds a hash of its content, so that browsers may keep it forever.
public struct Asset: Sendable {
    /// The path under which pages ask for it: `/assets/style-1b3f….css`.
    public let path: String
    /// Its content type.
    public let contentType: String
    /// Its content.
    public let bytes: [UInt8]

    /// How long a browser may keep it, as `Cache-Control` says it.
    public static let cacheControl = "public, max-age=31536000, immutable"

    /// How pages look.
    public static let style = Asset("style", "css", "text/css; charset=utf-8", PackageResources.style_css)
    /// What makes pages more pleasant.
    public static let script = Asset("script", "js", "text/javascript; charset=utf-8", PackageResources.script_js)
    /// What browsers show in a tab.
    public static let icon = Asset("icon", "svg", "image/svg+xml", PackageResources.icon_svg)
    /// Everything that pages load.
    public static let all = [style, script, icon]

    private init(_ name: String, _ suffix: String, _ contentType: String, _ bytes: [UInt8]) {
        // FNV-1a
        let hash = bytes.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        path = "/assets/\(name)-\(String(hash, radix: 16)).\(suffix)"
        self.contentType = contentType
        self.bytes = bytes
    }
}
