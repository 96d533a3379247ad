using PaymentHub.BankFormats.Incoming.Lines;
using PaymentHub.BankFormats.Xml;

namespace PaymentHub.BankFormats.Incoming.Swift;

/// <summary>
/// Reads MT940 and MT942 as banks send them: with or without blocks, one statement or many, with pages. The block
/// header, text between statements and tags of a bank's own are read over and remarked.
/// </summary>
internal sealed class SwiftReader(ReadContext read, ByteLines lines)
{
    /// <summary>What the reader and the byte count both take for one entry.</summary>
    public const string Marker = ":61:";

    private readonly SwiftStatement _statement = new(read);
    private string _tag = "";
    private bool _inBlock;
    private bool _sawBalance;
    private bool _sawInterim;
    private bool _ended;
    private bool _endsInField;

    public void Read()
    {
        var beforeLastLine = 0;
        while (lines.Next())
        {
            var text = lines.Text();
            if (lines.EndsInsideCharacter) break;
            if (!lines.IsEnded) beforeLastLine = read.Findings.Count;
            ReadLine(TrimPadding(text));
        }

        _statement.FinishEntry();
        read.Format = IsInterim ? "MT942" : "MT940";
        if (_inBlock || _endsInField || _statement.IsUnfinished(IsInterim) || lines.EndsInsideCharacter)
        {
            if (!lines.IsEnded) read.Findings.KeepFirst(beforeLastLine);
            read.Refuse(
                lines.LineNo, "", FileReason.Truncated,
                "Tệp bị cắt cụt: thiếu số dư cuối kỳ hoặc dấu kết thúc. Không ghi nhận dòng nào.",
                "The file is cut off: the closing balance or the end mark is missing. Nothing of it is booked.");
            return;
        }

        _statement.End(IsInterim);
        if (read.Statements.Count == 0)
            read.Refuse(0, "", FileReason.NoStatement, "Tệp không có sổ phụ nào.", "No statement in the file.");
        lines.Drain();
        read.CheckMarkers(Marker);
    }

    private bool IsInterim => _sawInterim && !_sawBalance;

    // Some banks pad with blanks, NULs or the end-of-file mark of old systems.
    private static ReadOnlySpan<char> TrimPadding(ReadOnlySpan<char> text) =>
        text.IsEmpty || text[^1] > ' ' ? text : text.TrimEnd(" \t\0\u001A");

    private void ReadLine(ReadOnlySpan<char> text)
    {
        // Transfer programs put control characters before and after a message.
        if (!text.IsEmpty && text[0] < ' ') text = text.TrimStart("\u0001\u0002\u0003\f");
        if (text.IsEmpty) return;
        if (text[0] == ':' && !(_inBlock && text.EndsWith("-}")) && TagOf(text) is { } usual)
        {
            ReadTag(usual, text[(usual.Length + 2)..]);
            return;
        }

        // The end of a block is -}; a bare dash that ends the file may be what is left of it.
        if ((text is "-" && (!_inBlock || lines.IsEnded)) || text.StartsWith("-}") || text is "-å")
        {
            EndMessage();
            // The next message may begin on the same line.
            var next = text.IndexOf("{1:");
            if (next < 0) return;
            text = text[next..];
        }

        if (HeaderEnd(text) is var end && end >= 0)
        {
            BeginMessage(text[..end]);
            text = text[end..].Trim();
            if (text.IsEmpty) return;
        }

        var closes = text.EndsWith("-}") && _inBlock;
        if (closes) text = text[..^2];
        var unindented = text.TrimStart(' ');
        if (TagOf(unindented) is { } tag)
            ReadTag(tag, unindented[(tag.Length + 2)..]);
        else Continue(text);
        if (closes) EndMessage();
    }

    // The text block opens with {4:, which national code pages show as ä4:.
    private static int HeaderEnd(ReadOnlySpan<char> text)
    {
        if (text[0] is not ('{' or 'ä')) return -1;
        ReadOnlySpan<char> opening = [text[0], '4', ':'];
        var block = text.IndexOf(opening);
        if (block >= 0) return block + 3;
        return text.Length > 2 && char.IsAsciiDigit(text[1]) && text[2] == ':' ? text.Length : -1;
    }

    private void BeginMessage(ReadOnlySpan<char> header)
    {
        if (_inBlock && header.Contains("1:", StringComparison.Ordinal))
            read.Remark(lines.LineNo, "{4:", "Khối trước chưa đóng.", "The block before is not closed.");
        _statement.End(IsInterim);
        _sawInterim |= header.Contains("O942", StringComparison.Ordinal) || header.Contains("I942",
            StringComparison.Ordinal);
        _inBlock |= header.EndsWith("4:");
        _tag = "";
    }

    private void EndMessage()
    {
        _statement.End(IsInterim);
        (_inBlock, _ended, _tag) = (false, true, "");
    }

    private static string? TagOf(ReadOnlySpan<char> text)
    {
        if (text.Length < 4 || text[0] != ':') return null;
        var end = text[3] == ':' ? 2 : text.Length > 4 && text[4] == ':' ? 3 : 0;
        return end > 0 ? SwiftTags.Known(text.Slice(1, end)) : null;
    }

    private void ReadTag(string tag, ReadOnlySpan<char> value)
    {
        // An account in the middle of an entry is a slip of the bank for the entry's words.
        if (tag == "25" && _tag == "61") tag = "86";
        (_tag, _ended) = (tag, false);
        if (tag is not ("86" or "NS")) _statement.FinishEntry();
        switch (tag)
        {
            case "20":
                _statement.End(IsInterim);
                _statement.Begin(lines.LineNo).Id = Trimmed(value);
                break;
            case "25" or "25P":
                _statement.Account(value.Trim(), lines.LineNo, IsInterim);
                break;
            case "28" or "28C":
                _statement.Current(lines.LineNo).Sequence = Trimmed(value);
                break;
            case "60F" or "60M":
                _sawBalance = true;
                _statement.Opening(tag, value, lines.LineNo, IsInterim);
                break;
            case "61":
                _endsInField = !lines.IsEnded;
                _statement.Line(value, lines);
                break;
            case "62F" or "62M" or "64" or "65":
                _endsInField = !lines.IsEnded && tag[1] == '2' && !value.ContainsAny(',', '.');
                _sawBalance |= tag[1] == '2';
                _statement.Balance(tag, value, lines.LineNo);
                break;
            case "86":
                _statement.Words(value);
                break;
            case "34F" or "13" or "13D" or "90D" or "90C":
                _sawInterim = true;
                _statement.Interim(tag, value, lines.LineNo);
                break;
        }
    }

    private void Continue(ReadOnlySpan<char> text)
    {
        if (_tag is "86" or "NS") _statement.Words(text);
        else if (_tag == "61") _statement.Supplement(text);
        else if (_tag == "20" && _statement.Current(lines.LineNo).Id is null)
            _statement.Current(lines.LineNo).Id = Trimmed(text);
        else if (!_ended && read.Statements.Count > 0 && _tag.Length > 0)
            read.Remark(
                lines.LineNo, $":{_tag}:", $"Dòng không thuộc trường nào: «{XmlShown.Of(text)}».",
                $"A line of no field: \"{XmlShown.Of(text)}\".");
    }

    private static string? Trimmed(ReadOnlySpan<char> text)
    {
        text = text.Trim();
        return text.IsEmpty ? null : text.ToString();
    }
}

/// <summary>The tags of statement messages, as shared strings.</summary>
internal static class SwiftTags
{
    /// <summary>The tag, or null where a line only looks like one, as a wrapped text may.</summary>
    public static string? Known(ReadOnlySpan<char> tag) => tag switch
    {
        "61" => "61",
        "86" => "86",
        "20" => "20",
        "21" => "21",
        "25" => "25",
        "25P" => "25P",
        "28" => "28",
        "28C" => "28C",
        "60" => "60",
        "60F" => "60F",
        "60M" => "60M",
        "62" => "62",
        "62F" => "62F",
        "62M" => "62M",
        "64" => "64",
        "65" => "65",
        "65F" => "65F",
        "13" => "13",
        "13D" => "13D",
        "34F" => "34F",
        "90D" => "90D",
        "90C" => "90C",
        "NS" => "NS",
        "12A" => "12A",
        "940" => "940",
        "942" => "942",
        _ => null,
    };
}
