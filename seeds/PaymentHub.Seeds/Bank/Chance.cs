namespace PaymentHub.Seeds.Bank;

/// <summary>
/// Chance without a sequence: a value depends on the seed, a purpose and a key only, never on the order of calls.
/// So a payment keeps its fate whatever else is in the file, and a replay of the received files repeats it.
/// </summary>
public readonly record struct Chance(long Seed)
{
    /// <summary>A value spread evenly over all 64-bit numbers.</summary>
    public ulong Score(string purpose, string key)
    {
        unchecked
        {
            var hash = 14695981039346656037UL ^ (ulong)Seed * 0x9E3779B97F4A7C15UL;
            hash = Feed(hash, purpose) ^ 0xFF;
            return Mixed(Feed(hash * 1099511628211UL, key));
        }
    }

    /// <summary>A whole number from 0 up to, but not including, the bound.</summary>
    public int Below(string purpose, string key, int bound) => (int)(Score(purpose, key) % (ulong)bound);

    /// <summary>True for about the given share of keys.</summary>
    public bool Hits(string purpose, string key, decimal rate) => Below(purpose, key, 1_000_000) < rate * 1_000_000m;

    /// <summary>A number written with the given count of digits; the first is never zero.</summary>
    public string Digits(string purpose, string key, int count)
    {
        var digits = new char[count];
        for (var i = 0; i < count; i++)
        {
            var bound = i == 0 ? 9 : 10;
            digits[i] = (char)('0' + Below(purpose + i, key, bound) + (10 - bound));
        }

        return new string(digits);
    }

    private static ulong Feed(ulong hash, string text)
    {
        unchecked
        {
            foreach (var c in text)
                hash = (hash ^ c) * 1099511628211UL;
            return hash;
        }
    }

    private static ulong Mixed(ulong z)
    {
        unchecked
        {
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return z ^ (z >> 31);
        }
    }
}
