using PaymentHub.BankFormats.Incoming;
using PaymentHub.BankFormats.Incoming.Lists;
using PaymentHub.BankFormats.Incoming.Tables;
using PaymentHub.BankFormats.Outgoing;
using PaymentHub.Tests.Support;
using SharpFuzz;

// Reads one file after another as afl-fuzz hands them over (ops/fuzz starts it). The code under test is instrumented,
// so the fuzzer sees which branches a file took; whatever AnyFile objects to, runs out of memory or hangs is kept as
// a crash. Instrumented code may run only inside Fuzzer.Run, so the profiles are read with the first file.
InspectionOptions? options = null;
Fuzzer.Run(stream => AnyFile.Check(stream, options ??= ReadProfiles()));

static InspectionOptions ReadProfiles()
{
    var files = Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "bank-profiles"), "*.json")
        .Order(StringComparer.Ordinal).Select(path => (Name: Path.GetFileName(path), Bytes: File.ReadAllBytes(path)))
        .ToList();
    return new InspectionOptions
    {
        TableProfiles = [.. files.Select(f => TableProfile.Read(f.Bytes)).OfType<TableProfile>()],
        PayLists =
        [
            .. files.Select(f => OutgoingProfileReader.Read(f.Name, f.Bytes).Profile).Where(p => p?.List is not null)
                .Select(p => new PayListProfile(p!.Code, p.List!)),
        ],
    };
}
