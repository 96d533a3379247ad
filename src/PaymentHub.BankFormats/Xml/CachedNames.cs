using System.Xml;

namespace PaymentHub.BankFormats.Xml;

/// <summary>
/// The table of a reader's names with the usual ones at hand: the platform's own takes a keyed hash of every name of
/// every element. A name that is not in its place is asked of that table, so no choice of names makes this one slow.
/// </summary>
internal sealed class CachedNames : NameTable
{
    private const int Slots = 1024;

    private readonly string?[] _slots = new string?[Slots];

    public override string Add(char[] key, int start, int len)
    {
        if (len == 0) return "";
        var name = key.AsSpan(start, len);
        ref var slot = ref _slots[SlotOf(name)];
        return slot is not null && name.SequenceEqual(slot) ? slot : slot = base.Add(key, start, len);
    }

    public override string? Get(string value)
    {
        if (value.Length == 0) return "";
        ref var slot = ref _slots[SlotOf(value)];
        if (slot == value) return slot;
        return base.Get(value) is { } known ? slot = known : null;
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
