namespace PaymentHub.BankFormats.Text;

/// <summary>
/// Gives one string for text that repeats through a file (codes, currencies, our own name), so that a million entries
/// do not make a million copies. A fixed table where a newer text displaces an older one: memory stays bounded
/// whatever the file holds.
/// </summary>
internal sealed class TextCache
{
    private const int Slots = 1024;
    private const int LongestCachedCharacters = 140;

    private readonly string?[] _slots = new string?[Slots];

    public string Get(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty) return "";
        if (text.Length > LongestCachedCharacters) return text.ToString();
        ref var slot = ref _slots[SlotOf(text)];
        if (slot is not null && text.SequenceEqual(slot)) return slot;
        return slot = text.ToString();
    }

    private static int SlotOf(ReadOnlySpan<char> text)
    {
        unchecked
        {
            var hash = (uint)text.Length;
            hash = hash * 31 + text[0];
            hash = hash * 31 + text[text.Length / 2];
            hash = hash * 31 + text[^1];
            return (int)(hash % Slots);
        }
    }
}
