using System.Collections.Concurrent;
using NodaTime;

namespace PaymentHub.BankExchange.Channels;

/// <summary>
/// Remembers what files looked like at the last look: a file that somebody still writes grows between two looks. Two
/// equal looks, apart by the given time, make it stable.
/// </summary>
public sealed class StableFiles(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, (long Size, long Changed, DateTimeOffset Seen)> _seen = new(
        StringComparer.Ordinal);

    /// <summary>Whether the file is as it was at a look at least <paramref name="apart"/> ago.</summary>
    public bool IsStable(string place, long size, long changed, Duration apart)
    {
        var now = time.GetUtcNow();
        if (_seen.TryGetValue(place, out var before) && before.Size == size && before.Changed == changed)
            return now - before.Seen >= apart.ToTimeSpan();
        _seen[place] = (size, changed, now);
        return false;
    }

    /// <summary>The file was put away.</summary>
    public void Forget(string place) => _seen.TryRemove(place, out _);
}

/// <summary>Names that channels use while a file is not whole, and for files that were put away.</summary>
public static class ChannelNames
{
    /// <summary>Folder for files that are stored, inside the one that they came in.</summary>
    public const string Done = "done";

    /// <summary>The name of a file that is being written; no transfer agent takes it.</summary>
    public static string Unfinished(string fileName) => $".{fileName}.part";

    /// <summary>Whether a name is one of a whole file of the bank's.</summary>
    public static bool IsFinished(string name) =>
        name.Length is > 0 and <= 200 && name[0] != '.'
        && !name.EndsWith(".part", StringComparison.OrdinalIgnoreCase)
        && !name.EndsWith(".tmp", StringComparison.OrdinalIgnoreCase)
        && !name.EndsWith(".filepart", StringComparison.OrdinalIgnoreCase);

    /// <summary>The name under which a stored file is put away: two files of one name both stay.</summary>
    public static string PutAway(string name, string sha256)
    {
        const int Shown = 12;
        return $"{sha256[..Shown]}-{name}";
    }
}
