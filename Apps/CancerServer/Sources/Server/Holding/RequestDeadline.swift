import NIOCore
import NIOHTTPTypes

/// Cuts a client that does not send its request in time, be it slow in the handshake, the header or the body, and one that sends none.
///
/// The time runs from the connection, or from the end of the answer before, to the end of the request. While an answer is being made it
/// does not run. One timer per connection looks at the deadline when it fires, so that a request costs no timer.
final class RequestDeadline: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let limit: TimeAmount
    /// When the request must be complete; nil while it is being answered.
    private var deadline: NIODeadline?
    /// The requests that are complete and not answered; -1 after an answer that came before the end of its request.
    private var unanswered = 0
    private var timer: Scheduled<Void>?

    init(limit: TimeAmount) { self.limit = limit }

    func handlerAdded(context: ChannelHandlerContext) {
        deadline = context.eventLoop.now + limit
        schedule(context, at: deadline ?? context.eventLoop.now)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        timer?.cancel()
        timer = nil
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if case .end = unwrapInboundIn(data) { count(1, context) }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .end = unwrapOutboundIn(data) { count(-1, context) }
        context.write(data, promise: promise)
    }

    private func count(_ change: Int, _ context: ChannelHandlerContext) {
        unanswered += change
        deadline = unanswered > 0 ? nil : context.eventLoop.now + limit
    }

    private func schedule(_ context: ChannelHandlerContext, at time: NIODeadline) {
        timer = context.eventLoop.assumeIsolated().scheduleTask(deadline: time) { self.check(context) }
    }

    private func check(_ context: ChannelHandlerContext) {
        let now = context.eventLoop.now
        guard let deadline else { return schedule(context, at: now + limit) }
        if now >= deadline { context.close(promise: nil) } else { schedule(context, at: deadline) }
    }
}
