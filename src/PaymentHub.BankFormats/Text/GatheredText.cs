namespace PaymentHub.BankFormats.Text;

/// <summary>Text put together from pieces in one buffer that is used again and again.</summary>
internal sealed class GatheredText
{
    private char[] _characters = new char[512];
    private int _length;

    /// <summary>The buffer in which <see cref="Text"/> stands, from its beginning.</summary>
    public char[] Characters => _characters;

    public bool IsEmpty => _length == 0;

    /// <summary>What was gathered; valid until more is added.</summary>
    public ReadOnlySpan<char> Text => _characters.AsSpan(0, _length);

    public void Clear() => _length = 0;

    public void Append(ReadOnlySpan<char> piece)
    {
        if (_length + piece.Length > _characters.Length)
            Array.Resize(ref _characters, Math.Max(_characters.Length * 2, _length + piece.Length));
        piece.CopyTo(_characters.AsSpan(_length));
        _length += piece.Length;
    }
}
