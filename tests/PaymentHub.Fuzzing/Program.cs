using PaymentHub.BankFormats.Incoming.Tables;
using PaymentHub.Tests.Support;
using SharpFuzz;

// Reads one file after another as afl-fuzz hands them over (ops/fuzz starts it). The code under test is instrumented,
// so the fuzzer sees which branches a file took; whatever AnyFile objects to, runs out of memory or hangs is kept as
// a crash. Instrumented code may run only inside Fuzzer.Run, so the profiles are read with the first file.
List<TableProfile>? profiles = null;
Fuzzer.Run(stream => AnyFile.Check(stream, profiles ??= ReadProfiles()));

static List<TableProfile> ReadProfiles() =>
[
    .. Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "bank-profiles"), "*.json")
        .Order(StringComparer.Ordinal)
        .Select(path => TableProfile.Read(File.ReadAllBytes(path)))
        .OfType<TableProfile>(),
];
