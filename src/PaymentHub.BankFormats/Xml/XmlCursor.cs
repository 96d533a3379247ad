using System.Xml;
using PaymentHub.BankFormats.Schema;
using PaymentHub.BankFormats.Text;

namespace PaymentHub.BankFormats.Xml;

/// <summary>
/// A forward cursor over an ISO 20022 document for recursive reading: enter an element, walk its children, read leaves.
/// Names are compared by reference to atoms of the reader's name table; elements of a foreign namespace have no name.
/// Every limit of <see cref="ReadLimits"/> is enforced here, also inside elements that are skipped.
/// </summary>
internal sealed partial class XmlCursor : IDisposable
{
    private const int FirstTextCharacters = 1024;
    private const int NoChildren = -1;
    private const int HasChildren = 1;

    private readonly CheckedByteStream _bytes;
    private readonly ReadLimits _limits;
    private readonly SchemaWatch? _watch;
    private XmlReader _xml;
    private IXmlLineInfo _position;
    private object _namespace = "";
    private char[] _text = new char[FirstTextCharacters];
    private long _elements;
    private string? _rootTag;
    private bool _rootClosed;
    private bool _takesChildNamespace;

    /// <summary>
    /// Reads <paramref name="bytes"/>, in the encoding they declare, or as <paramref name="decoded"/> where the caller
    /// has decoded them. What <paramref name="watch"/> is given sees every node of a message.
    /// </summary>
    public XmlCursor(
        CheckedByteStream bytes, ReadLimits limits, FindingList findings, XmlNameTable names,
        TextReader? decoded = null, SchemaWatch? watch = null)
    {
        (_bytes, _limits, Findings, _watch) = (bytes, limits, findings, watch);
        var settings = Settings(names);
        _xml = decoded is null ? XmlReader.Create(bytes, settings) : XmlReader.Create(decoded, settings);
        _position = (IXmlLineInfo)_xml;
    }

    public FindingList Findings { get; }

    /// <summary>Texts that repeat through the file.</summary>
    public TextCache Repeated { get; } = new();

    /// <summary>What a deviation of mere form does to the file.</summary>
    public Verdict OfForm { get; init; } = Verdict.Hold;

    /// <summary>Where the cursor is, for findings: the path of the element being read.</summary>
    public Func<string, string> Locate { get; set; } = leaf => leaf;

    public int Line => _position.LineNumber + _linesBefore + _linesOfDocuments;

    /// <summary>The root's end tag was read.</summary>
    public bool IsRootClosed => _rootClosed;

    /// <summary>Atom of the child's local name, or an empty name for a foreign namespace. Set by NextChild.</summary>
    public object Name { get; private set; } = "";

    /// <summary>
    /// Moves to the message element inside Document, or reports what came instead. The namespace of the document is
    /// what every further element must carry, whatever its prefix.
    /// </summary>
    public void OpenMessage(ReadOnlySpan<string> namespaces, string messageElement)
    {
        if (_xml.MoveToContent() != XmlNodeType.Element) throw Unsupported("?", "");
        _rootTag = _xml.Name;
        CheckElement();
        if (_xml.LocalName != "Document" || !namespaces.Contains(_xml.NamespaceURI))
            throw Unsupported(_xml.LocalName, _xml.NamespaceURI);
        _namespace = _xml.NameTable.Add(_xml.NamespaceURI);
        var level = Enter();
        if (!NextChild(level)) throw Missing(messageElement);
        if (Name as string != messageElement) throw Unsupported("Document/" + _xml.LocalName, _xml.NamespaceURI);
    }

    /// <summary>Starts on the children of the present element.</summary>
    public int Enter()
    {
        if (_xml.IsEmptyElement) return NoChildren;
        if (_xml.Depth + 1 >= _limits.MaxDepthLevels) throw TooDeep();
        return HasChildren;
    }

    /// <summary>Moves to the next child of the element entered at <paramref name="level"/>; false at its end
    /// tag.</summary>
    public bool NextChild(int level)
    {
        if (level == NoChildren) return false;
        while (Advance())
        {
            switch (_xml.NodeType)
            {
                case XmlNodeType.Element:
                    CheckSize();
                    if (_takesChildNamespace) TakeNamespace();
                    Name = (object)_xml.NamespaceURI == _namespace ? _xml.LocalName : "";
                    return true;
                case XmlNodeType.EndElement:
                    return false;
                case XmlNodeType.Text or XmlNodeType.CDATA:
                    Report(FileReason.Schema, "", "Có chữ nằm giữa các phần tử.", "Text between elements.",
                        OfForm);
                    Append(0);
                    break;
            }
        }

        throw new ReadingStopped();
    }

    /// <summary>Reads over the present element and all below it.</summary>
    public void Skip()
    {
        if (_xml.IsEmptyElement) return;
        var depth = _xml.Depth;
        while (Advance())
        {
            if (_xml.NodeType == XmlNodeType.EndElement && _xml.Depth == depth) return;
            if (_xml.NodeType == XmlNodeType.Element) CheckElement();
            else if (_xml.NodeType is XmlNodeType.Text or XmlNodeType.CDATA) Append(0);
        }
    }

    /// <summary>
    /// The whole text of a leaf: all its text and CDATA sections joined, because the first of them alone can be another
    /// amount. Valid until the next call.
    /// </summary>
    public ReadOnlySpan<char> Text(bool isMoneyOrDate = true)
    {
        if (_xml.IsEmptyElement) return default;
        var length = 0;
        while (Advance())
        {
            switch (_xml.NodeType)
            {
                case XmlNodeType.EndElement:
                    return _text.AsSpan(0, length);
                case XmlNodeType.Element:
                    var inner = _xml.LocalName;
                    CheckElement();
                    Skip();
                    Report(
                        FileReason.Schema, inner, "Phần tử không được phép nằm trong một giá trị.",
                        "An element inside a value.", isMoneyOrDate ? Verdict.Reject : OfForm);
                    break;
                default:
                    length = Append(length);
                    break;
            }
        }

        throw new ReadingStopped();
    }

    /// <summary>Reads the end of the document, so that anything after the root is an error, not overlooked.</summary>
    public void FinishMessage()
    {
        while (Advance())
        {
            if (_xml.NodeType == XmlNodeType.EndElement && _xml.Depth == 0)
            {
                _rootClosed = true;
                continue;
            }

            if (_xml.NodeType != XmlNodeType.Element) continue;
            CheckElement();
            Report(
                FileReason.Schema, _xml.LocalName, "Có phần tử thừa sau nội dung thông điệp.",
                "An element after the message.", Verdict.Reject);
        }
    }

    public FileFinding Explain(XmlException error) => _outer is not null && XmlFailure.IsDoctype(error)
        ? XmlFailure.Forbidden(error.LineNumber)
        : XmlFailure.Explain(error, _bytes, _rootTag, _rootClosed);

    public void Dispose()
    {
        _xml.Dispose();
        _outer?.Dispose();
    }

    private void TakeNamespace()
    {
        _takesChildNamespace = false;
        _namespace = _xml.NameTable.Add(_xml.NamespaceURI);
    }

    private bool Advance() => _watch is null ? _xml.Read() : AdvanceWatched(_watch);

    // White space is no node for a reader, but it may be the text of a leaf.
    private bool AdvanceWatched(SchemaWatch watch)
    {
        while (_xml.Read())
        {
            if (_xml.NodeType != XmlNodeType.Whitespace)
            {
                watch.See(_xml, Line);
                return true;
            }

            watch.TakeBlanks(_xml);
        }

        return false;
    }

    private XmlReaderSettings Settings(XmlNameTable names) => new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreWhitespace = _watch is null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        NameTable = names,
    };

    private int Append(int length) => Append(length, _limits.MaxTextCharacters);

    private int Append(int length, int limit)
    {
        while (true)
        {
            if (length == _text.Length) Array.Resize(ref _text, _text.Length * 2);
            var room = _text.Length - length;
            var count = _xml.ReadValueChunk(_text, length, room);
            _watch?.Take(_text.AsSpan(length, count));
            length += count;
            // Less than asked for, by more than half a surrogate pair, is the rest.
            if (length <= limit && count < room - 1) return length;
            if (length > limit)
                throw TooMuch("văn bản dài hơn", "a text longer than", limit, "ký tự", "characters");
        }
    }

    private void CheckElement()
    {
        if (_xml.Depth >= _limits.MaxDepthLevels) throw TooDeep();
        CheckSize();
    }

    private ReadingStopped TooDeep() =>
        TooMuch("lồng sâu hơn", "nesting deeper than", _limits.MaxDepthLevels, "cấp", "levels");

    private void CheckSize()
    {
        if (_xml.AttributeCount > _limits.MaxAttributesPerElement)
            throw TooMuch("nhiều hơn", "more than", _limits.MaxAttributesPerElement, "thuộc tính", "attributes");
        if (++_elements > _limits.MaxElementsPerFile)
            throw TooMuch("nhiều hơn", "more than", _limits.MaxElementsPerFile, "phần tử", "elements");
    }
}
