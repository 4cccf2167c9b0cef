/// Floating-point operations a second: multiplications and additions of float32 in registers, on so many threads.
double limits_flops(int threads);
/// Bytes a second: a triad, a = b + s c, over arrays of so many bytes together, on so many threads.
double limits_bandwidth(int threads, double bytes);
/// Seconds that a word takes from one core to another and back.
double limits_round_trip(void);
