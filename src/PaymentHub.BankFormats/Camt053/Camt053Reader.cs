using System.Xml;
using PaymentHub.BankFormats.Xml;

namespace PaymentHub.BankFormats.Camt053;

/// <summary>
/// Reads bank statements camt.053.001.08 (sổ phụ ngân hàng) as a forward stream: memory does not grow with the file.
/// <para>
/// Entries are handed out while the file is still being read, so none is final: the caller stages them and books the
/// staging only when <see cref="Result"/>, available after <see cref="Read"/> returned false, says ACCEPT (or HOLD,
/// after a person decided). A cut-off or contradictory file is known only at its end.
/// </para>
/// <para>
/// Checked here: the balance identity, declared counts and sums, currency, signs, dates, limits, encoding, and that as
/// many entries were read as start tags stand in the bytes. Left to the caller, who knows the accounts: whose account
/// it is, gaps in the sequence, statements sent twice, dates far off.
/// </para>
/// </summary>
public sealed class Camt053Reader : IDisposable
{
    /// <summary>The one namespace accepted, under any prefix.</summary>
    public const string Namespace = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08";

    /// <summary>The only currency that the ledger keeps (ISO 4217).</summary>
    public const string LedgerCurrency = "VND";

    internal const string MessageElement = "BkToCstmrStmt";

    private readonly CheckedByteStream _bytes;
    private readonly ReadLimits _limits;
    private readonly FindingList _findings;
    private readonly NameTable _table = new();
    private readonly Camt053Names _names;
    private readonly List<Statement> _statements = [];
    private XmlCursor? _xml;
    private EntryParser? _entries;
    private StatementParser? _head;
    private StatementEntry? _entry;
    private Camt053Result? _result;
    private string? _messageId;
    private int _messageLevel;
    private int _statementLevel;
    private int _entryCount;
    private bool _inStatement;

    /// <summary>Prepares to read; the stream is not disposed by this reader.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="limits">What the file may ask of us; by default <see cref="ReadLimits.Default"/>.</param>
    /// <param name="sha256">The file's hash where it is known already; otherwise it is taken in the same pass.</param>
    public Camt053Reader(Stream bytes, ReadLimits? limits = null, string? sha256 = null)
    {
        _limits = limits ?? ReadLimits.Default;
        _findings = new FindingList(_limits.MaxFindings);
        _bytes = new CheckedByteStream(bytes, _limits, _findings, marker: "Ntry", sha256: sha256);
        _names = new Camt053Names(_table);
    }

    /// <summary>The statement that the present entry belongs to.</summary>
    public Statement Statement => _statements.Count > 0 ? _statements[^1] : throw NotOnEntry();

    /// <summary>The present entry, after <see cref="Read"/> returned true.</summary>
    public StatementEntry Entry => _entry ?? throw NotOnEntry();

    /// <summary>The judgement over the whole file; throws before the end was reached.</summary>
    public Camt053Result Result =>
        _result ?? throw new InvalidOperationException("The result is known only after Read has returned false.");

    /// <summary>Reads a whole file and gives every entry to <paramref name="stage"/>.</summary>
    public static Camt053Result ReadAll(
        Stream bytes, Action<Statement, StatementEntry>? stage = null, ReadLimits? limits = null,
        string? sha256 = null)
    {
        using var reader = new Camt053Reader(bytes, limits, sha256);
        while (reader.Read()) stage?.Invoke(reader.Statement, reader.Entry);
        return reader.Result;
    }

    /// <summary>Moves to the next entry; false at the end of the file, good or bad. Throws only what the stream
    /// throws.</summary>
    public bool Read()
    {
        if (_result is not null) return false;
        try
        {
            if (_xml is null) Open();
            if (MoveToEntry()) return true;
            _xml!.FinishMessage();
            Conclude();
        }
        catch (XmlException error)
        {
            AddQuietly(_xml!.Explain(error));
        }
        catch (ReadingStopped)
        {
            // The reason is already among the findings.
        }

        End();
        return false;
    }

    public void Dispose()
    {
        _xml?.Dispose();
        _bytes.Dispose();
    }

    private void Open()
    {
        if (XmlPrologue.Objection(_bytes.Peek()) is { } objection)
        {
            _findings.Add(objection);
            throw new ReadingStopped();
        }

        _xml = new XmlCursor(_bytes, _limits, _findings, _table);
        _entries = new EntryParser(_xml, _names, _limits);
        _head = new StatementParser(_xml, _names);
        _xml.OpenMessage([Namespace], MessageElement);
        _messageLevel = _xml.Enter();
    }

    private bool MoveToEntry()
    {
        while (true)
        {
            if (!_inStatement)
            {
                if (!_xml!.NextChild(_messageLevel)) return false;
                if (_xml.Name == _names.Stmt) BeginStatement();
                else if (_xml.Name == _names.GrpHdr) _messageId = _xml.Descend("GrpHdr/MsgId", _names.MsgId);
                else _xml.Skip();
            }
            else if (!_xml!.NextChild(_statementLevel))
            {
                EndStatement();
            }
            else if (_xml.Name == _names.Ntry)
            {
                ReadEntry();
                return true;
            }
            else
            {
                _head!.Read(Statement);
            }
        }
    }

    private void BeginStatement()
    {
        var statement = new Statement(_statements.Count + 1, _xml!.Line);
        _statements.Add(statement);
        _xml.Locate = leaf => leaf.Length == 0 ? $"Stmt[{statement.No}]" : $"Stmt[{statement.No}]/{leaf}";
        _statementLevel = _xml.Enter();
        _inStatement = true;
    }

    private void ReadEntry()
    {
        if (++_entryCount > _limits.MaxEntriesPerFile)
            throw _xml!.TooMuch("nhiều hơn", "more than", _limits.MaxEntriesPerFile, "bút toán", "entries");
        _entry = _entries!.Read(Statement, _entryCount);
    }

    private void EndStatement()
    {
        StatementChecks.Run(Statement, _findings);
        _inStatement = false;
        _xml!.Locate = leaf => leaf;
    }

    private void Conclude()
    {
        if (_statements.Count == 0)
            _findings.Add(new FileFinding(
                0, MessageElement, FileReason.NoStatement, "Thông điệp không có sổ phụ nào.",
                "No statement in the message."));
        if (_bytes.Markers == _entryCount) return;
        _findings.Add(new FileFinding(
            0, MessageElement, FileReason.ControlMismatch,
            $"Trong tệp có {_bytes.Markers} thẻ Ntry nhưng chỉ đọc được {_entryCount} bút toán.",
            $"The bytes hold {_bytes.Markers} Ntry tags but {_entryCount} entries were read."));
    }

    private void End()
    {
        _entry = null;
        _bytes.Drain();
        _result = new Camt053Result(
            _findings.Judge(_bytes.Sha256(), _bytes.BytesRead), _messageId, [.. _statements], _entryCount,
            _bytes.Markers);
    }

    private void AddQuietly(FileFinding finding)
    {
        try
        {
            _findings.Add(finding);
        }
        catch (ReadingStopped)
        {
            // The list was full; it says so itself, and the file is rejected already.
        }
    }

    private static InvalidOperationException NotOnEntry()
        => new("No entry: call Read and look only while it returns true.");
}
