using System.Text;
using System.Xml;
using PaymentHub.BankFormats.Xml;

namespace PaymentHub.BankFormats.Incoming.Tables;

/// <summary>The XML of one part of a workbook, read forward within the limits of every XML file.</summary>
internal sealed class WorkbookXml : IDisposable
{
    private const int PieceCharacters = 1024;

    private readonly ReadContext _read;
    private readonly XmlReader _xml;
    private readonly StringBuilder _text = new();
    private readonly char[] _piece = new char[PieceCharacters];
    private long _elements;

    public WorkbookXml(ReadContext read, Stream bytes)
    {
        _read = read;
        _xml = XmlReader.Create(bytes, new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
            NameTable = new CachedNames(read.Limits, read.Findings),
        });
    }

    public int Depth => _xml.Depth;

    public bool IsEmptyElement => _xml.IsEmptyElement;

    /// <summary>The present node is the start tag of this element.</summary>
    public bool IsAt(string element) => _xml.NodeType == XmlNodeType.Element && _xml.LocalName == element;

    public string? Attribute(string name) => _xml.GetAttribute(name);

    public bool Read()
    {
        if (!_xml.Read()) return false;
        if (_xml.NodeType == XmlNodeType.Element) Check();
        return true;
    }

    /// <summary>
    /// The texts of all elements of these names below the present one, joined; nothing of what is below them.
    /// </summary>
    public string TextsOf(params ReadOnlySpan<string> elements)
    {
        _text.Clear();
        var depth = _xml.Depth;
        while (Read() && _xml.Depth > depth)
            if (_xml.NodeType == XmlNodeType.Element && elements.Contains(_xml.LocalName) && !_xml.IsEmptyElement)
                AppendContent();
        return _text.ToString();
    }

    public void Dispose() => _xml.Dispose();

    private void AppendContent()
    {
        var depth = _xml.Depth;
        while (Read() && _xml.Depth > depth)
        {
            if (_xml.NodeType is not (XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace))
                continue;
            // In pieces: a CDATA section may be as long as the part.
            while (_xml.ReadValueChunk(_piece, 0, _piece.Length) is var count && count > 0)
            {
                _text.Append(_piece, 0, count);
                if (_text.Length > _read.Limits.MaxTextCharacters)
                    throw TooMuch(_read.Limits.MaxTextCharacters, "ký tự trong một ô", "characters in a cell");
            }
        }
    }

    private void Check()
    {
        if (_xml.Depth >= _read.Limits.MaxDepthLevels)
            throw TooMuch(_read.Limits.MaxDepthLevels, "cấp lồng nhau", "levels");
        if (_xml.AttributeCount > _read.Limits.MaxAttributesPerElement)
            throw TooMuch(_read.Limits.MaxAttributesPerElement, "thuộc tính", "attributes");
        if (++_elements > _read.Limits.MaxElementsPerFile)
            throw TooMuch(_read.Limits.MaxElementsPerFile, "phần tử", "elements");
    }

    private ReadingStopped TooMuch(long limit, string vietnamese, string english) => _read.Findings.Stop(
        ((IXmlLineInfo)_xml).LineNumber, "", FileReason.LimitExceeded, $"Nhiều hơn {limit} {vietnamese}.",
        $"More than {limit} {english}.");
}
