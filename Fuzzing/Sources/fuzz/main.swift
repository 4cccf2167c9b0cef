import FuzzTargets
import Glibc

#if GUIDED
    /// libFuzzer's loop.
    @_silgen_name("LLVMFuzzerRunDriver")
    func runGuided(
        _ count: UnsafeMutablePointer<Int32>,
        _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
        _ run: @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32
    ) -> Int32

    var count = CommandLine.argc
    var arguments = CommandLine.unsafeArgv
    exit(runGuided(&count, &arguments) { fuzzOneInput($0, $1) })
#else
    let options = DriverOptions(CommandLine.arguments.dropFirst())
    Driver(options).run()
#endif
