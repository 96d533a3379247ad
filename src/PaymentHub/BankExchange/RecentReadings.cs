using PaymentHub.BankExchange.Partners;
using PaymentHub.Domain.BankExchange;
using PaymentHub.Reference;
using PaymentHub.Storage;

namespace PaymentHub.BankExchange;

/// <summary>
/// Readings of files that were just received. Posting follows receipt within moments, and a month's statement takes
/// seconds to read; a reading that is not here any more, for instance after a restart, is made again from the
/// kept bytes and is the same.
/// </summary>
public sealed class RecentReadings
{
    /// <summary>Entries of all readings together, some 250 bytes each: a month's statements of a province.</summary>
    public const int MostEntries = 500_000;

    // A reading without entries has its statements and findings.
    private const int EntriesOfAnEmptyFile = 100;

    private readonly Lock _lock = new();
    private readonly List<(string Sha256, ReadBankFile File)> _readings = [];

    /// <summary>Keeps a reading until it is taken or later ones need its room.</summary>
    public void Keep(string sha256, ReadBankFile file)
    {
        lock (_lock)
        {
            _readings.Add((sha256, file));
            while (_readings.Sum(r => r.File.Entries.Count + EntriesOfAnEmptyFile) > MostEntries) _readings.RemoveAt(0);
        }
    }

    /// <summary>Hands the reading of these bytes over, or null.</summary>
    public ReadBankFile? Take(string sha256)
    {
        lock (_lock)
        {
            var at = _readings.FindIndex(r => r.Sha256 == sha256);
            if (at < 0) return null;
            var file = _readings[at].File;
            _readings.RemoveAt(at);
            return file;
        }
    }
}

/// <summary>What a received file holds: its reading at the gate while that is there, else its bytes again.</summary>
public sealed class FileReadings(
    RawFiles files, RecentReadings recent, ReferenceData reference, AgreedTypes types, BankTableProfiles tables)
{
    /// <exception cref="InvalidDataException">The kept bytes are missing or no longer have their hash.</exception>
    public async Task<ReadBankFile> OfAsync(FileReceived file, CancellationToken cancellation) =>
        recent.Take(file.Sha256) ?? await AgainAsync(file, cancellation);

    /// <summary>Reads the kept bytes again, whatever is remembered of them.</summary>
    public async Task<ReadBankFile> AgainAsync(FileReceived file, CancellationToken cancellation)
    {
        using var content = await files.OpenAsync(file.Plain, cancellation)
            ?? throw new InvalidDataException($"The bytes of {file.FileName} are missing.");
        var sender = reference.Institutions[file.Institution];
        return EntryReading.Read(
            content, sender, await types.OfAsync(sender.Code, cancellation), tables, file.FileName, file.Plain,
            stop: cancellation);
    }
}
