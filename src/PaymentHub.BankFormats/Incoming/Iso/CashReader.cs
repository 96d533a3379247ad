using PaymentHub.BankFormats.Xml;

namespace PaymentHub.BankFormats.Incoming.Iso;

/// <summary>
/// Reads the body of camt.052, camt.053 or camt.054 of any version: statements one after another, entries handed out as
/// they come.
/// </summary>
internal sealed class CashReader
{
    private readonly XmlCursor _xml;
    private readonly CashNames _names;
    private readonly ReadContext _read;
    private readonly StatementHead _head;
    private readonly EntryReader _entries;
    private readonly bool _isFinal;
    private IncomingStatement? _statement;
    private string _container = "";
    private long _entryNo;

    public CashReader(XmlCursor xml, CashNames names, ReadContext read, bool isFinal)
    {
        (_xml, _names, _read, _isFinal) = (xml, names, read, isFinal);
        _head = new StatementHead(xml, names);
        _entries = new EntryReader(xml, names, read);
    }

    /// <summary>Reads from the body's start tag to its end tag.</summary>
    public void ReadBody()
    {
        var before = _read.Statements.Count;
        var ids = _read.MessageIds.Count;
        var level = _xml.Enter();
        while (_xml.NextChild(level))
        {
            var name = _xml.Name;
            if (name == _names.Stmt || name == _names.Rpt || name == _names.Ntfctn) ReadStatement();
            else if (name == _names.GrpHdr) _read.AddMessageId(_xml.Descend("GrpHdr/MsgId", _names.MsgId));
            else _xml.Skip();
        }

        if (_read.MessageIds.Count == ids)
            _read.Remark(0, "GrpHdr/MsgId", "Thông điệp không có mã (MsgId).", "The message has no MsgId.");
        if (_read.Statements.Count > before) return;
        _read.Refuse(
            0, "GrpHdr", FileReason.NoStatement, "Thông điệp không có sổ phụ nào.", "No statement in the message.");
    }

    private void ReadStatement()
    {
        _container = (string)_xml.Name;
        var statement = _statement = _read.Begin(_xml.Line);
        _xml.Locate = Path;
        _entryNo = 0;
        var level = _xml.Enter();
        while (_xml.NextChild(level))
        {
            if (_xml.Name == _names.Ntry)
            {
                _entryNo++;
                _entries.Read(statement);
            }
            else
            {
                _head.Read(statement);
            }
        }

        _entryNo = 0;
        End(statement);
        _xml.Locate = leaf => leaf;
    }

    private string Path(string leaf)
    {
        var path = $"{_container}[{_statement!.No}]";
        if (_entryNo > 0) path += $"/Ntry[{_entryNo}]";
        return leaf.Length == 0 ? path : $"{path}/{leaf}";
    }

    private void End(IncomingStatement statement)
    {
        var path = Path("");
        if (statement.Id is null)
            _read.Remark(statement.Line, path + "/Id", "Sổ phụ không có mã (Id).", "The statement has no Id.");
        foreach (var balance in statement.Balances.Where(b => b.Amount.Scale > 0))
            _read.CheckWhole(balance.Amount, balance.Currency, balance.Line, path + "/Bal/Amt");
        BalanceChoice.Choose(statement, _isFinal);
        StatementProof.Run(_read, statement, path, _isFinal);
    }
}
