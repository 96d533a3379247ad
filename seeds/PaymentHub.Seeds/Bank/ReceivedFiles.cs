using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace PaymentHub.Seeds.Bank;

/// <summary>A step of the bank's past: a file received, or the close of a round of bookings.</summary>
internal sealed record JournalStep(string? Institution, string FileName, string Path)
{
    public bool IsClose => Institution is null;
}

/// <summary>
/// The state folder. It keeps nothing but the received files and the order of steps: everything else follows from
/// them and the seed, so a restart repeats the same past.
/// </summary>
internal sealed class ReceivedFiles
{
    private const string Close = "CLOSE";
    private readonly string folder;
    private readonly string journal;
    private readonly HashSet<string> hashes = new(StringComparer.Ordinal);
    private int count;

    public ReceivedFiles(string stateFolder)
    {
        folder = Path.Combine(stateFolder, "received");
        journal = Path.Combine(stateFolder, "journal.tsv");
        Directory.CreateDirectory(folder);
    }

    /// <summary>Reads the past steps; call once, before anything is added.</summary>
    public IReadOnlyList<JournalStep> Load()
    {
        if (!File.Exists(journal))
            return [];
        var steps = new List<JournalStep>();
        foreach (var line in File.ReadLines(journal, Encoding.UTF8))
        {
            var parts = line.Split('\t');
            if (parts[0] == Close)
            {
                steps.Add(new JournalStep(null, "", ""));
                continue;
            }

            steps.Add(new JournalStep(parts[1], parts[2], PathOf(count++)));
            hashes.Add(parts[3]);
        }

        return steps;
    }

    /// <summary>True when the same institution received the same bytes before.</summary>
    public bool Knows(string institution, ReadOnlySpan<byte> bytes) => hashes.Contains(Hash(institution, bytes));

    /// <summary>Keeps a file, bytes first, so that a step never names a file that is not there.</summary>
    public void Add(string institution, string fileName, ReadOnlySpan<byte> bytes)
    {
        var hash = Hash(institution, bytes);
        File.WriteAllBytes(PathOf(count++), bytes);
        hashes.Add(hash);
        var name = string.Concat(fileName.Where(c => !char.IsControl(c)));
        File.AppendAllText(journal, $"RECEIVE\t{institution}\t{name}\t{hash}\n");
    }

    /// <summary>Records that the bank has booked all it received so far.</summary>
    public void AddClose() => File.AppendAllText(journal, Close + "\n");

    private string PathOf(int number) =>
        Path.Combine(folder, number.ToString("0000", CultureInfo.InvariantCulture));

    private static string Hash(string institution, ReadOnlySpan<byte> bytes) =>
        institution + ":" + Convert.ToHexStringLower(SHA256.HashData(bytes));
}
