using System.Xml;

namespace PaymentHub.BankFormats.Xml;

/// <summary>
/// The table of a reader's names with the usual ones at hand: the platform's own takes a keyed hash of every name of
/// every element. A name that is not in its place is asked of that table, so no choice of names makes this one slow.
/// A table forgets nothing, so what all names take is bounded: a file of ever new ones would fill the memory.
/// </summary>
internal sealed class CachedNames(ReadLimits limits, FindingList findings) : NameTable
{
    private const int Slots = 1024;

    // What a name takes beside its characters.
    private const int CharactersOfName = 16;

    private readonly string?[] _slots = new string?[Slots];
    private int _characters;

    public override string Add(char[] key, int start, int len)
    {
        if (len == 0) return "";
        var name = key.AsSpan(start, len);
        ref var slot = ref _slots[SlotOf(name)];
        if (slot is not null && name.SequenceEqual(slot)) return slot;
        if (base.Get(key, start, len) is { } known) return slot = known;
        Count(len);
        return slot = base.Add(key, start, len);
    }

    public override string Add(string key)
    {
        if (Get(key) is { } known) return known;
        Count(key.Length);
        return base.Add(key);
    }

    public override string? Get(string value)
    {
        if (value.Length == 0) return "";
        ref var slot = ref _slots[SlotOf(value)];
        if (slot == value) return slot;
        return base.Get(value) is { } known ? slot = known : null;
    }

    private void Count(int length)
    {
        _characters += length + CharactersOfName;
        if (_characters > limits.MaxNameCharacters)
            throw findings.Stop(
                0, "", FileReason.LimitExceeded, "Tệp dùng quá nhiều tên phần tử khác nhau.",
                "Too many different names of elements.");
    }

    private static uint SlotOf(ReadOnlySpan<char> name)
    {
        unchecked
        {
            var hash = (uint)name.Length * 31 + name[0];
            hash = hash * 31 + name[name.Length / 2];
            hash = hash * 31 + name[^1];
            return hash % Slots;
        }
    }
}
