import Glibc
import Tensor
import Testing

@Suite("OpenBLAS is loaded when it is first needed")
struct LapackTests {
    private static func isLoaded() -> Bool {
        guard let library = dlopen("libopenblas.so.0", RTLD_NOW | RTLD_NOLOAD) else { return false }
        dlclose(library)
        return true
    }

    private static func settings() -> [String?] {
        ["OPENBLAS_NUM_THREADS", "OPENBLAS_CORETYPE"].map { (name: String) in getenv(name).map { String(cString: $0) } }
    }

    @Test("and not before, with the environment as it was afterwards")
    func late() async {
        await #expect(processExitsWith: .success) {
            let before = Self.settings()
            if Self.isLoaded() { exit(1) }
            _ = Tensor.ones([8, 8]).matmul(.ones([8, 8]))[0, 0].item()
            if Self.isLoaded() { exit(2) }
            _ = Tensor([[4.0, 1], [1, 3]]).det()
            if !Self.isLoaded() { exit(3) }
            if Self.settings() != before { exit(4) }
            exit(0)
        }
    }

    @Test("and where it does not fit in memory, a message says so, and nobody waits")
    func littleMemory() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            var pages = 0
            if let file = fopen("/proc/self/statm", "r") {
                pages = Int(fgetc(file)) - 48
                while case let digit = fgetc(file), digit >= 48 { pages = 10 * pages + Int(digit) - 48 }
                fclose(file)
            }
            var limit = rlimit()
            getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit)
            limit.rlim_cur = rlim_t(pages * 4096 + (100 << 20))
            setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit)
            _ = Tensor([[4.0, 1], [1, 3]]).det()
        }
        let text = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
        #expect(text.contains("linear algebra: has no memory for OpenBLAS's buffers"), "\(text.prefix(300))")
    }
}
