# SPDX-License-Identifier: Apache-2.0
"""One story that goes through every operation: each of them once by do(), and what it needs before and after."""
import base64
import hashlib
import json
import sqlite3
import time

import identity_token
from driver import USED_REQUEST_ID
from live_signetd import Identity, to_base64


END_TO_END = "sk_endtoend00"


def tell(driver):
    prepare(driver)
    for chapter in [
        server,
        installation,
        checkpoints,
        restores,
        enrolment,
        projects,
        applications,
        secrets,
        fleets,
        reading,
        directory,
        tokens_for_others,
        sealed_by_their_author,
        policies,
        one_time_links,
        agents,
        certificates,
        machines,
        operators,
        webhooks,
        write_proofs,
        keys,
        signatures,
        endings,
        root_keys,
    ]:
        chapter(driver)


def prepare(driver):
    """A stranger in another vault, a pending machine, a requestId that is spent, an address that is locked out."""
    other = driver.expect("createVault", 201, {"name": "other"}).json()["vaultId"]
    driver.stranger = Identity("X-Operator-Id")
    driver.expect("addOperator", 201, driver.operator_body(driver.stranger, "admin"), vaultId=other)
    driver.expect("createProject", 201, {"name": "used", "requestId": USED_REQUEST_ID})
    driver.pending = driver.server.enrol("waiting", approved=False)
    driver.lock_out()
    driver.other_vault = other


def server(driver):
    for name in ("getHealth", "getReady", "getVersion", "getOpenApi"):
        driver.do(name)


def installation(driver):
    for name in ("showSelf", "listVaults", "createVault", "listAllOperators", "listInstallationAudit", "exportInstallationAudit",
                 "listActions", "listLockouts",
                 "clearLockout", "showVault", "suspendVault", "resumeVault", "listVaultAudit", "exportVaultAudit", "showActivity"):
        driver.do(name)


def checkpoints(driver):
    """Housekeeping signs the first ones soon after the start."""
    for log in ("Installation", "Vault"):
        newest = driver.document.by_id(f"show{log}Checkpoint")
        until = time.monotonic() + 20
        while driver.signed(newest, driver.root, driver.target(newest, {})).status != "200" and time.monotonic() < until:
            time.sleep(0.1)
        driver.do(f"show{log}Checkpoint")
        one_checkpoint(driver, log)
        driver.do(f"prove{log}Record")
        driver.do(f"prove{log}Growth")
    without_checkpoints(driver)


def without_checkpoints(driver):
    """Of a log that lost its own nothing more is signed."""
    newest = driver.document.by_id("showVaultCheckpoint")
    target = driver.target(newest, {"vaultId": driver.other_vault})
    until = time.monotonic() + 20
    while driver.signed(newest, driver.root, target).status != "200" and time.monotonic() < until:
        time.sleep(0.1)
    database = sqlite3.connect(driver.server.folder / "data" / "signet.db", timeout=30)
    with database:
        database.execute("DELETE FROM audit_checkpoints WHERE log = ?", (driver.other_vault,))
    database.close()
    for name in ("showVaultCheckpoint", "proveVaultRecord", "proveVaultGrowth"):
        driver.expect(name, 404, vaultId=driver.other_vault)
    driver.expect("showOneVaultCheckpoint", 404, size="999999999")


def one_checkpoint(driver, log):
    """The newest takes the place of the one before it, perhaps while this one is asked for."""
    for last in (False, False, True):
        size = driver.get(f"show{log}Checkpoint")["size"]
        try:
            return driver.do(f"showOne{log}Checkpoint", size=str(size))
        except AssertionError:
            if last:
                raise


def restores(driver):
    """As a restore leaves it: the machine that waits is held."""
    database = sqlite3.connect(driver.server.folder / "data" / "signet.db", timeout=30)
    with database:
        database.execute("INSERT INTO held_identities (identity) VALUES (?)", (driver.pending.id,))
    database.close()
    driver.do("listHeld")
    driver.do("releaseHeld", fill={"ids": [driver.pending.id]})


def root_keys(driver):
    """Then a start without the key file, which two shares end."""
    for name in ("listKeySlots", "rotateRootKey", "listKeyRotations"):
        driver.do(name)
    driver.do("rotateProjectKey", projectId=driver.expect("createProject", 201, {"name": "later"}).json()["projectId"])
    unseal = driver.document.by_id("unseal")
    example, target = unseal.examples[0], driver.target(unseal, {})
    driver.refusals(unseal, driver.root, target, {}, example)  # of a server that is not sealed
    server, shares = driver.server, driver.server.folder / "shares"
    server.stop()
    server.command("slot", "add", "shares", *server.where, "--file", str(shares), "--threshold", "2", "--shares", "2")
    (server.folder / "root.key").rename(server.folder / "away.key")
    server.start()
    first, second = shares.read_text().split()
    driver.signed(unseal, driver.root, target, json.dumps({"share": first}).encode(), example=example)
    driver.get("listKeySlots")
    driver.expect("unseal", 200, {"share": second})


def enrolment(driver):
    driver.do("createToken")
    token = driver.get("listTokens", query="?limit=1")["items"][0]["tokenId"]
    driver.do("revokeToken", tokenId=token)
    driver.do("listTokens")
    machine = driver.machine = Identity("X-Machine-Id")
    text = driver.server.admin("POST", "/enrolment-tokens", {})["token"]
    machine.id = driver.do("registerMachine", fill=driver.registration(machine, text))["machineId"]
    text = driver.server.admin("POST", "/enrolment-tokens", {})["token"]
    taken = {**driver.registration(machine, text), "hostname": "again"}
    driver.expect("registerMachine", 409, taken)
    driver.expect("registerMachine", 401, {**taken, "token": "0" * 64})
    driver.ids["machineId"] = machine.id
    driver.do("previewRevocation")
    driver.expect("extendMachine", 409, {"lifetimeSeconds": 86400})
    driver.do("approveMachine")
    driver.expect("approveMachine", 409, {})


def projects(driver):
    driver.ids["projectId"] = driver.do("createProject")["projectId"]
    driver.expect("createProject", 409, {"name": "shop"})
    for name in ("listProjects", "showProject", "renameProject", "addMember", "listMembers"):
        driver.do(name)


def applications(driver):
    made = driver.do("createApplication")["applicationId"]
    for name in ("listApplications", "showApplication", "renameApplication", "deleteApplication"):
        driver.do(name, applicationId=made)


def secrets(driver):
    driver.ids["secretId"] = driver.do("createSecret")["secretId"]
    driver.structured = driver.do("createSecret", which=1)["secretId"]
    for name in ("listSecrets", "showSecret", "renameSecret", "putVersion", "putGrant", "listGrants"):
        driver.do(name)
    driver.expect("putVersion", 409, {"value": "late", "expectedVersion": 1})
    driver.expect("putGrant", 200, {}, secretId=driver.structured)
    history(driver)
    driver.expect("deleteProject", 409, {})


def fleets(driver):
    for name in ("showBootstrapScript", "showEnrolmentScript", "showTemporaryScript"):
        driver.expect(name, 200, token="0" * 64)
        driver.expect(name, 404, token="0" * 63)
    handout = {"projectIds": [driver.ids["projectId"]], "secretIds": [driver.ids["secretId"]],
               "networks": ["0.0.0.0/0", "::/0"], "hostnamePattern": "ip-*"}
    made = driver.do("createToken", which=1, fill=handout)
    driver.expect("createToken", 404, {**driver.document.by_id("createToken").examples[1], **handout,
                                       "projectIds": ["proj_0000000000"]})
    driver.do("createToken", which=2)
    driver.do("showToken", tokenId=made["tokenId"])
    machine = Identity("X-Machine-Id")
    registration = driver.registration(machine, made["token"])
    machine.id = driver.do("registerInVault", fill=registration)["machineId"]
    driver.expect("registerInVault", 409, {**registration, "hostname": "ip-1", "token": driver.do(
        "createToken", which=1, fill=handout)["token"]})
    driver.expect("registerInVault", 401, {**registration, "hostname": "ip-1", "token": "0" * 64})
    driver.do("previewRevocation", machineId=machine.id)
    driver.do("extendMachine", machineId=machine.id)
    driver.expect("revokeMachine", 200, {}, machineId=machine.id)


def history(driver):
    driver.expect("putVersion", 201, {"fields": {"host": "h", "password": "p"}}, secretId=driver.structured)
    for name in ("listVersions", "rollBack", "putNote", "showNote", "listTrash"):
        driver.do(name)
    driver.do("showVersion", version="1")
    driver.expect("showVersion", 200, version="2", secretId=driver.structured)
    driver.expect("listVersions", 200, secretId=driver.structured)
    old = driver.expect("createSecret", 201, {"name": "old", "fields": {"host": "h", "password": "p"}}).json()["secretId"]
    driver.expect("deleteSecret", 200, {}, secretId=old)
    driver.expect("listTrash", 200)
    driver.do("restoreSecret", secretId=old)
    driver.expect("deleteSecret", 200, {}, secretId=old)
    cache = driver.do("createSecret", which=2)["secretId"]
    driver.expect("deleteSecret", 200, {}, secretId=cache)
    for name in ("rotateSecret", "putRotation", "showRotation", "deleteRotation", "putExportSetting", "showExportSetting"):
        driver.do(name)
    many = driver.expect("createProject", 201, {"name": "many"}).json()["projectId"]
    driver.do("importSecrets", projectId=many)
    driver.do("importSecrets", which=1, projectId=many)
    driver.do("exportProject", projectId=many)
    driver.expect("importSecrets", 200, {"format": "json", "content": '{"two words":"v"}'}, projectId=many)
    driver.expect("exportProject", 400, {"format": "dotenv"}, projectId=many)
    driver.do("purgeSecret", which=1, secretId=old)
    driver.do("purgeSecret", secretId=old)


def reading(driver):
    driver.do("readSecret", who=driver.machine)
    driver.do("listReadable", who=driver.machine)
    of_project = {"projectId": driver.ids["projectId"]}
    for name in ("listReadableOfProject", "exportSecrets", "verifyAccess"):
        driver.do(name, who=driver.machine, fill=of_project)
    for name in ("pollSecrets", "listCliProjects", "listCliSecrets"):
        driver.do(name, who=driver.machine)
    driver.expect("readSecret", 200, who=driver.machine, secretId=driver.structured)
    driver.do("readVersion", who=driver.machine, version="1")


def kem_proof(machine, key):
    digest = hashlib.sha256(base64.b64decode(key["publicKey"])).hexdigest()
    return to_base64(machine.key.sign(
        f"signet-kem-v1:{machine.id}:{key['algorithm']}:{digest}:{key['epoch']}".encode()))


def directory(driver):
    # The example, with a proof by the machine's own key: the document's may be of any.
    published = driver.document.by_id("publishHybridKey").examples[0]
    driver.do("publishHybridKey", who=driver.machine, fill={"proof": kem_proof(driver.machine, published)})
    again = {**published, "epoch": 2}
    driver.expect("publishHybridKey", 409, {**again, "proof": kem_proof(driver.machine, again)}, who=driver.machine)
    driver.do("showHybridKey", who=driver.machine)
    driver.do("showVaultKeys", who=driver.machine)
    of_project = {"projectId": driver.ids["projectId"]}
    driver.do("readSealedSecret", who=driver.machine)
    driver.do("exportSealed", who=driver.machine, fill=of_project)
    driver.expect("readSealedSecret", 409, who=driver.server.enrol("keyless"))
    driver.expect("exportSealed", 409, of_project, who=driver.server.enrol("keyless too"))
    driver.do("showHybridKeyOfMachine")
    package = driver.document.by_id("uploadKeyPackage").examples[0]
    driver.do("uploadKeyPackage", who=driver.machine)
    driver.do("countKeyPackages", who=driver.machine)
    taker = driver.server.enrol("taker")
    driver.do("takeKeyPackage", who=taker)
    driver.expect("uploadKeyPackage", 409, package, who=driver.machine)
    driver.expect("takeKeyPackage", 200, {}, who=taker)
    taken = driver.document.by_id("takeKeyPackage").examples[0]
    driver.expect("takeKeyPackage", 409, taken, who=taker, machineId=taker.id)


def tokens_for_others(driver):
    """Another implementation than ours verifies them, those of a key that was replaced too."""
    machine, of_vault = driver.machine, f"?vault={driver.server.vault}"
    driver.expect("listIdentityKeys", 400)
    driver.do("putAudiences", machineId=machine.id)
    driver.do("showAudiences", machineId=machine.id)
    wish = driver.document.by_id("issueIdentityToken").examples[0]
    issued = [driver.do("issueIdentityToken", who=machine)]
    driver.expect("issueIdentityToken", 403, {**wish, "audience": "shipping"}, who=machine)
    driver.expect("issueIdentityToken", 400, {"audience": "a b"}, who=machine)
    driver.expect("listIdentityKeys", 200, query=of_vault)
    driver.do("rotateIdentityKey")
    issued.append(driver.expect("issueIdentityToken", 200, {**wish, "form": "json"}, who=machine).json())
    listed = driver.expect("listIdentityKeys", 200, query=of_vault).json()
    for one in issued:
        claims = identity_token.verify(one["token"], listed["keys"])
        expected = {"iss": listed["issuer"], "aud": "billing", "sub": machine.id, "cnf": {"fp": fingerprint_of(machine)}}
        if {**claims, **expected} != claims or claims["exp"] - claims["iat"] != 300:
            raise AssertionError(f"a token does not say what it has to: {claims}")
    nobody = driver.expect("listIdentityKeys", 200, query="?vault=vault_0000000000000000").json()
    if nobody["keys"]:
        raise AssertionError(f"keys of a vault that is not there: {nobody}")


def sealed_by_their_author(driver):
    machine, secret = driver.machine, END_TO_END
    driver.do("createEndToEnd", fill={"bundle": bundle(driver, secret, 1)})
    driver.expect("putGrant", 200, {}, secretId=secret)
    driver.do("readEndToEnd", who=machine, secretId=secret)
    for name in ("readSecret", "readSealedSecret"):
        driver.expect(name, 409, who=machine, secretId=secret)
    driver.expect("readVersion", 409, who=machine, secretId=secret, version="1")
    driver.expect("readEndToEnd", 409, who=machine)
    driver.do("putEndToEnd", secretId=secret, fill={"bundle": bundle(driver, secret, 2)})


def bundle(driver, secret, version):
    """What its author signs. That it opens is not for the server to know, so this one does not."""
    def text(value):
        return len(value).to_bytes(2, "big") + value.encode()
    sealing_key = base64.b64decode(driver.document.by_id("publishHybridKey").examples[0]["publicKey"])
    share = text(driver.machine.id) + hashlib.sha256(b"\xa1" + sealing_key).digest() + bytes(1181)
    author = driver.root.raw_public_key
    body = (b"\x01" + text(driver.server.vault) + text(secret) + version.to_bytes(8, "big") + b"\x30"
            + len(author).to_bytes(2, "big") + author + b"\x01" + share + (29).to_bytes(4, "big") + bytes(29))
    return to_base64(body + driver.root.key.sign(b"signet/end-to-end/v1\0" + body))


def fingerprint_of(machine):
    return hashlib.sha256(b"\x30" + machine.raw_public_key).hexdigest()


def policies(driver):
    partner = driver.server.enrol("partner")
    driver.ids["policyId"] = driver.do("createPolicy")["policyId"]
    for name in ("listPolicies", "showPolicy", "replacePolicy"):
        driver.do(name)
    driver.do("bindPolicy", fill={"policyId": driver.ids["policyId"]})
    driver.do("showBinding")
    driver.expect("deletePolicy", 409, {})
    driver.expect("replacePolicy", 200, {"name": "two of us", "coSignEnabled": True, "coSignMachineId": partner.id,
                                         "coSignWindowSeconds": 60})
    driver.expect("readSecret", 403, who=driver.machine)
    driver.do("freezeProject")
    driver.expect("coSign", 423, who=partner)
    driver.expect("readSecret", 423, who=driver.machine)
    driver.expect("readVersion", 423, who=driver.machine, version="1")
    driver.expect("readSealedSecret", 423, who=driver.machine)
    driver.expect("readEndToEnd", 423, who=driver.machine, secretId=END_TO_END)
    for name in ("listReadableOfProject", "exportSecrets", "exportSealed"):
        driver.expect(name, 423, {"projectId": driver.ids["projectId"]}, who=driver.machine)
    driver.do("unfreezeProject")
    driver.do("coSign", who=partner)
    driver.expect("readSecret", 200, who=driver.machine)
    driver.do("updateSettings")
    driver.do("showSettings")
    canary = driver.do("createCanary")["secretId"]
    for name in ("listCanaries", "showCanary", "updateCanary"):
        driver.do(name, secretId=canary)
    driver.expect("deleteSecret", 200, {}, secretId=canary)
    driver.do("unbindPolicy")
    driver.do("deletePolicy")


def one_time_links(driver):
    made = driver.do("createLink")
    driver.ids["linkId"] = made["linkId"]
    driver.do("listLinks")
    driver.do("showOncePage")
    wrong = json.dumps({"key": made["key"], "passphrase": "guess"}).encode()
    driver.send("POST", f"/v1/once/{made['linkId']}", wrong, address="203.0.113.77")  # counted for that address
    driver.do("openLink", fill={"key": made["key"]})
    driver.ids["linkId"] = driver.expect("createLink", 201, {"value": "v", "ttlSeconds": 60}).json()["linkId"]
    driver.do("deleteLink")


def agents(driver):
    secret = driver.expect("createSecret", 201, {"name": "login", "fields": {"username": "shop_app", "password": "old"}}
                           ).json()["secretId"]
    driver.expect("putSync", 409, {**driver.document.by_id("putSync").examples[0]})
    driver.ids["secretId"], plain = secret, driver.ids["secretId"]
    driver.expect("putGrant", 200, {"kind": "agent"})
    driver.do("putSync")
    driver.expect("cancelRotation", 409, {})
    driver.do("startRotation")
    driver.expect("startRotation", 409, {})
    driver.expect("removeSync", 409, {})
    rotation = driver.do("readSyncConfig", who=driver.machine)["pendingRotationId"]
    driver.do("heartbeat", who=driver.machine)
    driver.expect("freezeProject", 200, {})
    driver.expect("readSyncConfig", 423, who=driver.machine)
    for name in ("heartbeat", "confirmRotation", "rejectRotation"):
        driver.expect(name, 423, {**driver.document.by_id(name).examples[0]}, who=driver.machine)
    driver.expect("unfreezeProject", 200, {})
    driver.expect("confirmRotation", 409, {"rotationId": "rot_0000000000"}, who=driver.machine)
    driver.do("confirmRotation", who=driver.machine, fill={"rotationId": rotation})
    driver.expect("rejectRotation", 409, {"rotationId": rotation}, who=driver.machine)
    rotation = driver.expect("startRotation", 201, {}).json()["rotationId"]
    driver.do("rejectRotation", who=driver.machine, fill={"rotationId": rotation})
    driver.do("showSync")
    driver.expect("startRotation", 201, {})
    driver.do("cancelRotation")
    driver.do("removeSync")
    driver.expect("deleteSecret", 200, {})
    driver.ids["secretId"] = plain


def certificates(driver):
    plain, ca = driver.ids["secretId"], driver.do("createAuthority")["authorityId"]
    driver.expect("createAuthority", 409, {"type": "ssh", "name": "logins"})
    driver.ids["authorityId"] = ca
    driver.ids["secretId"] = driver.do("createCertificateSecret", fill={"authorityId": ca})["secretId"]
    driver.expect("createCertificateSecret", 409, {"name": "deploy-login", "authorityId": ca, "subject": "x"})
    for name in ("listAuthorities", "showAuthority", "showCertificateSecret"):
        driver.do(name)
    driver.do("replaceCertificateProfile", fill={"authorityId": ca})
    driver.expect("putGrant", 200, {})
    driver.do("issueCertificate", who=driver.machine)
    driver.expect("deleteAuthority", 409, {})
    key = driver.document.by_id("issueCertificate").examples[0]
    driver.expect("issueCertificate", 409, key, who=driver.machine, secretId=driver.structured)
    driver.expect("deleteSecret", 200, {})
    driver.ids["secretId"] = plain
    unused = driver.expect("createAuthority", 201, {"type": "x509", "name": "tls"}).json()["authorityId"]
    driver.do("deleteAuthority", authorityId=unused)


def machines(driver):
    for name in ("listMachines", "showMachine", "renameMachine", "disableMachine", "enableMachine"):
        driver.do(name)


def operators(driver):
    new = Identity("X-Operator-Id")
    fill = {name: value for name, value in driver.operator_body(new, "admin").items() if name not in ("name", "role")}
    driver.do("addOperator", fill=fill)
    driver.ids["operatorId"] = new.id
    for name in ("listOperators", "setOperatorRole", "removeOperator"):
        driver.do(name)


def webhooks(driver):
    driver.ids["webhookId"] = driver.do("createWebhook")["webhookId"]
    for name in ("listWebhooks", "showWebhook", "updateWebhook", "enableWebhook", "testWebhook", "deleteWebhook"):
        driver.do(name)


def write_proofs(driver):
    for log, action in (("Installation", "vault_create"), ("Vault", "project_create")):
        records = driver.get(f"list{log}Audit", query=f"?action={action}")["items"]
        record = str(next(record["seq"] for record in records if "proof" in record))
        driver.do(f"show{log}WriteProof", record=record)
        driver.do(f"delete{log}WriteProof", record=record)
        driver.expect(f"show{log}WriteProof", 404, record=record)
        driver.expect(f"delete{log}WriteProof", 404, {}, record=record)


def keys(driver):
    for who, name, in ((driver.machine, "rotateMachineKey"), (driver.root, "rotateOperatorKey")):
        new = Identity(who.header, who.id)
        driver.do(name, who=who, fill={"publicKey": to_base64(new.raw_public_key), "proof": new.prove("rotate", who.id)})
        who.key = new.key
    again = {"algorithm": "Ed25519", "publicKey": to_base64(driver.machine.raw_public_key),
             "proof": driver.machine.prove("rotate", driver.machine.id)}
    driver.expect("rotateMachineKey", 409, again, who=driver.machine)
    driver.do("listMachineKeys")
    driver.do("listOperatorKeys", operatorId=driver.root.id)


def signatures(driver):
    for place in ("", "Operator", "Project", "Secret"):
        driver.do(f"put{place}SignaturePolicy")
        driver.do(f"show{place}SignaturePolicy")
    driver.expect("putSecretSignaturePolicy", 200, {"tier": "ENHANCED", "allowedAlgorithms": ["ML-DSA-65"],
                                                    "pinnedFingerprints": ["5e" * 32]})
    driver.expect("putProjectSignaturePolicy", 409, {"allowedAlgorithms": ["Ed25519"]})
    driver.expect("putSecretSignaturePolicy", 403, {})
    driver.expect("putOperatorSignaturePolicy", 409, {"tier": "STANDARD"})
    driver.do("reportSignatures")


def endings(driver):
    driver.do("removeGrant")
    driver.do("removeMember")
    driver.do("deleteSecret")
    for secret in (driver.structured, END_TO_END):
        driver.expect("deleteSecret", 200, {}, secretId=secret)
    driver.do("deleteProject")
    driver.do("revokeMachine")
    driver.do("denyMachine", machineId=driver.pending.id)
