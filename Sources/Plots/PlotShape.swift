/// What marks are made of, in the units of the axes.
public enum PlotShape: Sendable {
    /// A place.
    public struct Point: Sendable {
        /// Its place on the horizontal axis.
        public var x: Double
        /// Its place on the vertical axis.
        public var y: Double

        /// A place by its coordinates.
        public init(_ x: Double, _ y: Double) { (self.x, self.y) = (x, y) }
    }

    /// A part of the values at one place.
    public struct Interval: Sendable {
        /// Where it is.
        public var place: Double
        /// Its lower end.
        public var low: Double
        /// Its upper end.
        public var high: Double

        /// An interval by its place and its ends.
        public init(at place: Double, _ low: Double, _ high: Double) { (self.place, self.low, self.high) = (place, low, high) }
    }

    /// A rectangle between two corners.
    public struct Box: Sendable {
        /// One corner.
        public var from: Point
        /// The opposite corner.
        public var to: Point
        /// How strongly it is filled, from 0 to 1.
        public var strength: Double

        /// A rectangle between two corners.
        public init(_ from: Point, _ to: Point, strength: Double = 1) {
            (self.from, self.to, self.strength) = (from, to, strength)
        }
    }

    /// A line through points; a point that cannot be shown interrupts it.
    case path([Point], Dash)
    /// A symbol at each point.
    case dots([Point])
    /// The area between the lower and the upper ends of intervals.
    case band([Interval])
    /// Each interval as a line with caps.
    case intervals([Interval], Direction)
    /// Bars, all filled alike.
    case boxes([Box])
    /// The cells of a map, each filled by its strength.
    case cells([Box])
    /// A line through the whole plot at one value: of the vertical axis where it is horizontal, of the horizontal one where it is vertical.
    case rule(Direction, at: Double, Dash)
    /// The line of equal values on both axes.
    case diagonal(Dash)
    /// Words in the middle of a rectangle, as much of them as it holds.
    case words(String, Box)
    /// Words beside a place, where they hide least.
    case note(String, Point)
}
