import CKernels

/// What a tensor refers to: memory, and how it is read. Tensors share storages; a view's storage keeps its source's alive.
///
/// `@unchecked Sendable`: every field is constant, and the memory is written only by whoever holds the one reference to a
/// storage that owns it, before others see it or after they have let go (copy on write).
final class Storage: @unchecked Sendable {
    /// Where element [0, 0, ...] lies. On other devices, an address in the device's own sense.
    let base: UnsafeMutableRawPointer
    let layout: Layout
    let dtype: DType
    let device: Device
    /// What keeps the memory alive; nil where the storage owns the block itself.
    let owner: AnyObject?
    /// Whether host code may use the address.
    let isHost: Bool
    private let byteCount: Int

    /// New memory with undefined elements, on the CPU.
    ///
    /// - Parameter count: how many elements there are in memory, where the layout repeats them.
    init(uninitialized layout: Layout, dtype: DType, count: Int? = nil) {
        let (bytes, overflow) = (count ?? layout.count).multipliedReportingOverflow(by: dtype.size)
        guard !overflow, let block = kindling_allocate(bytes) else {
            trap("allocate", "no memory for a \(dtype) tensor of shape \(layout.shape), \(layout.count) elements")
        }
        byteCount = bytes
        base = block
        self.layout = layout
        self.dtype = dtype
        device = .cpu
        isHost = true
        owner = nil
    }

    /// A view of memory that `owner` keeps.
    init(base: UnsafeMutableRawPointer, layout: Layout, dtype: DType, device: Device, owner: AnyObject) {
        self.base = base
        self.layout = layout
        self.dtype = dtype
        self.device = device
        isHost = device == .cpu
        self.owner = owner
        byteCount = 0
    }

    deinit {
        if owner == nil { kindling_free(base, byteCount) }
    }
}

/// How many blocks of memory this thread has had from the system, since none that was free fitted.
package func systemAllocations() -> Int { kindling_system_allocations() }

/// Whether freed blocks wait to be used again; under a sanitizer each goes back to the system.
package let memoryIsRecycled = kindling_memory_is_recycled()
